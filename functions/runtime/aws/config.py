"""Configuration of clients."""

from typing import NamedTuple


class Config(NamedTuple):
    """How a client waits and tries.

    Attributes:
        connect_timeout: Seconds to wait for a connection, 1 by default.
        read_timeout: Seconds to wait for an answer, 4 by default: answers take milliseconds. So the client
            notices a lost one, and has the time to try once more before the function's 10 s are over.
        attempts: How often to try a call. By default as often as the SDK does in its standard mode. 1 is for
            what must not happen twice: it uses no connection that was kept from an earlier invocation.
    """

    connect_timeout: float = 1
    read_timeout: float = 4
    attempts: int | None = None
