"""Invocation that the process serves. Lambda freezes the process between two, for a moment or for hours.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import time

from functions.runtime import log
from functions.runtime.context import Context

_beginnings = [float("inf")]  # outside an invocation nothing belongs to one


def begin(context: Context) -> None:
    """Begins an invocation, and its log. Each handler calls this first."""
    _beginnings[:] = [time.monotonic()]
    log.begin(context)


def began_at() -> float:
    """Returns when the invocation began, by `time.monotonic`."""
    return _beginnings[0]
