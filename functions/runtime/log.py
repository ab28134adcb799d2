"""Logging: one JSON line per record on standard output, where Lambda picks it up.

The names of fields that all logs have are those of Powertools for AWS, which tools know:
https://docs.aws.amazon.com/powertools/python/latest/core/logger/
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from functions.runtime import environment
from functions.runtime.context import Context

# Of the call that is being served: there is one at a time. Its threads see it too.
_fields: dict[str, object] = {}
_served: list[str] = []


def begin(context: Context) -> None:
    """Begins the log of a call: all its lines say which call it is, and whether it is the process' first."""
    _fields.clear()
    add(cold_start=not _served, function_request_id=context.aws_request_id)
    _served[:] = [context.aws_request_id]


def add(**fields: object) -> None:
    """Adds fields to all further lines of the call, or of the block that is `about` something."""
    _fields.update(fields)


@contextmanager
def about(**fields: object) -> Iterator[None]:
    """Adds fields to the lines of a block alone."""
    before = dict(_fields)
    add(**fields)
    try:
        yield
    finally:
        _fields.clear()
        add(**before)


def info(message: str, **fields: object) -> None:
    """Logs what happened.

    Args:
        message: What happened, the same words each time, so that it can be searched for.
        fields: What it happened to. No addresses and no texts that people wrote: logs are read by many.
    """
    if os.environ.get(environment.LOG_LEVEL) != "ERROR":
        _write("INFO", message, fields)


def error(message: str, **fields: object) -> None:
    """Logs what failed, without an exception to show.

    Args:
        message: What failed.
        fields: What it failed for.
    """
    _write("ERROR", message, fields)


def exception(message: str, **fields: object) -> None:
    """Logs the exception being handled, with its traceback. Nobody outside the log gets to see that.

    Args:
        message: What failed because of it.
        fields: What it failed for.
    """
    import traceback  # noqa: PLC0415 - most processes end without a failure

    _write("ERROR", message, {**fields, "exception": traceback.format_exc()})


def _write(level: str, message: str, fields: dict[str, object]) -> None:
    record = {
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": level,
        "message": message,
        "service": os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "local"),
        **_fields,
        **fields,
    }
    sys.stdout.write(json.dumps({name: value for name, value in record.items() if value is not None}) + "\n")
