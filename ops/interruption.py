"""Interruptions of a command: Ctrl-C, and what else asks it to end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from emulated_aws.interruption import keep_interruptions

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_in_order() -> None:
    """Has a closed terminal, or `kill`, end the command as Ctrl-C does: what it holds is put back first."""
    for number in _heeded():
        signal.signal(number, signal.default_int_handler)
    keep_interruptions()


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
