"""Interruptions by Ctrl-C, which end a process in order and are not lost.

Python raises `KeyboardInterrupt` wherever the program is. Where nothing can be raised, as in a finalizer or
in the callback of a weak reference, it is told to `sys.unraisablehook`, and forgotten.
"""

import os
import signal
import sys
import threading

# Until the program has left what cannot raise.
_AGAIN_SECONDS = 0.05


def end_in_order() -> None:
    """Has Ctrl-C, `kill` and a closed terminal interrupt the process.

    A shell starts its background jobs with Ctrl-C ignored; they heed it too. `nohup` stays in force.
    """
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    keep_interruptions()


def keep_interruptions() -> None:
    """Interrupts the process again whenever an interruption was lost."""
    tell = sys.unraisablehook

    def interrupt_again(lost: "sys.UnraisableHookArgs") -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            tell(lost)
            return
        again = threading.Timer(_AGAIN_SECONDS, os.kill, (os.getpid(), signal.SIGINT))
        again.daemon = True
        again.start()

    sys.unraisablehook = interrupt_again
