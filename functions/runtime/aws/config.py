"""Configuration of clients."""

from typing import NamedTuple


class Config(NamedTuple):
    """How a client waits and tries.

    Attributes:
        connect_timeout: Seconds to wait for a connection, 1 by default.
        read_timeout: Seconds to wait for an answer, 4 by default: answers take milliseconds. So the client
            notices a lost one, and has the time to try once more before the function's 10 s are over.
        attempts: How often to try a call. By default as often as the SDK does in its standard mode.
        is_fresh: Whether a call uses no connection that was kept from an earlier invocation: for what must
            be sent, and is tried once. False by default.
    """

    connect_timeout: float = 1
    read_timeout: float = 4
    attempts: int | None = None
    is_fresh: bool = False
