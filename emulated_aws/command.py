"""Start of a command, which works on any terminal, in any pipe and with any settings of Python.

It imports nothing but the standard library: a command calls it before imports that take seconds.
"""

import atexit
import os
import signal
import sys
import threading
from contextlib import suppress
from io import FileIO, TextIOWrapper
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from emulated_aws.interruption import end_in_order

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

# They remove docstrings, which are documentation here, and turn warnings of libraries into errors.
# https://docs.python.org/3/using/cmdline.html#environment-variables
_PYTHON_SETTINGS = {"PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONDEVMODE"}

_STDIN, _STDOUT, _STDERR = 0, 1, 2
_BROKEN_PIPE = 128 + signal.SIGPIPE  # as shells report a program that SIGPIPE ended


def begin_command() -> None:
    """Prepares the process of a command.

    Standard streams that are closed read and write nothing. A character that the terminal's encoding lacks is
    replaced by a question mark. The command ends quietly when the reader of its output has gone, and in order
    when it is interrupted.
    """
    if _PYTHON_SETTINGS & os.environ.keys():
        others = {name: value for name, value in os.environ.items() if name not in _PYTHON_SETTINGS}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], others)  # noqa: S606 - this program again
    end_in_order()
    sys.excepthook = _print_uncaught
    _occupy_descriptors()
    sys.stdin = sys.stdin or open(_STDIN, encoding="utf-8")  # noqa: SIM115 - a descriptor, for good
    sys.stdout = _tolerant(sys.stdout, _STDOUT)
    sys.stderr = _tolerant(sys.stderr, _STDERR)
    atexit.register(_flush)


class _Output(FileIO):
    """A standard stream that ends the command when nobody reads it any more.

    Python ignores SIGPIPE, and must: it would also end a command whose server closed a connection. There is
    no `BufferedWriter`: one whose lock a thread holds at the end of the process is a fatal error of Python's.
    """

    def write(self, data: "Buffer") -> int:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[super().write(rest) or 0 :]
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            if threading.current_thread() is threading.main_thread():
                sys.exit(_BROKEN_PIPE)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return memoryview(data).nbytes


def _tolerant(stream: TextIO | None, descriptor: int) -> TextIO:
    """Makes the stream that replaces a standard one, which is None if it was closed."""
    output = _Output(descriptor, "w", closefd=False)
    if not isinstance(stream, TextIOWrapper):
        return TextIOWrapper(output, "utf-8", "replace")
    at_once = stream.line_buffering or stream.write_through
    return TextIOWrapper(output, stream.encoding, "replace", line_buffering=at_once)


def _occupy_descriptors() -> None:
    """Opens closed standard streams: else a file or a socket would get their numbers."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        os.set_inheritable(descriptor, True)  # noqa: FBT003 - os's own signature
    os.close(descriptor)


def _flush() -> None:
    with suppress(SystemExit):  # nobody reads any more, and the command is at its end
        sys.stdout.flush()


def _print_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Prints an uncaught exception, and of an interruption only that."""
    if issubclass(kind, KeyboardInterrupt):
        print("Interrupted.", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, traceback)
