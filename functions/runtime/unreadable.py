"""Stored data that cannot be read: left behind by hands, imports or later versions."""

from functions.runtime import log, metric

# Enough for a log to tell that something is wrong, and little memory.
_MAXIMUM_LOGGED = 1000

_logged: set[str] = set()


def skip(thing: str, **name: str) -> None:
    """Notes that the reader of some data goes on without it, because of the exception being handled.

    It is counted each time as `Unreadable`, and logged once for each process.

    Args:
        thing: What kind of data it is, such as `post`.
        name: What it is found by: one field for the log, such as `postId`.
    """
    metric.count("Unreadable")
    key = f"{thing} {name}"
    if key not in _logged and len(_logged) < _MAXIMUM_LOGGED:
        _logged.add(key)
        log.exception(f"unreadable {thing}", **name)
