"""Logging: one JSON line per record on standard output, where Lambda picks it up."""

import json
import os
import sys
import traceback

from functions.runtime import environment


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
    _write("ERROR", message, {**fields, "exception": traceback.format_exc()})


def _write(level: str, message: str, fields: dict[str, object]) -> None:
    sys.stdout.write(json.dumps({"level": level, "message": message, **fields}) + "\n")
