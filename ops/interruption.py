"""Interruptions of a command, held back while it does what must not be cut off."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _heeded() -> list[signal.Signals]:
    """Leaves out what the command was started to ignore, as `nohup` does."""
    return [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]


@contextmanager
def interruption_held() -> Iterator[None]:
    """Lets a block come to its end before it is interrupted. It should be a short one.

    Raises:
        KeyboardInterrupt: The command was interrupted meanwhile.
    """
    if threading.current_thread() is not threading.main_thread():  # only that one is interrupted
        yield
        return
    caught: list[int] = []
    before = {number: signal.signal(number, lambda number, _: caught.append(number)) for number in _heeded()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if caught:
        raise KeyboardInterrupt
