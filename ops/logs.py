"""Lines that functions logged."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ops.stack import Stack

_THREADS = 4  # FilterLogEvents may be asked 5 times a second in the smallest regions


# How the last line of each of pydantic's errors begins, after those that say what is wrong.
_OF_PYDANTIC = "    For further information visit"


@dataclass(frozen=True)
class LogLine:
    """A line.

    Attributes:
        function: What the program calls the function.
        time: When it was written.
        fields: What it says.
    """

    function: str
    time: datetime
    fields: Mapping[str, Any]

    @property
    def message(self) -> str:
        """What happened, in the words of the code."""
        return str(self.fields.get("message"))

    @property
    def is_failure(self) -> bool:
        """Whether something failed."""
        return self.fields.get("level") == "ERROR"

    @property
    def reason(self) -> str:
        """What failed, with the last line of the exception that says something, if there was one."""
        lines = str(self.fields.get("exception", "")).strip().splitlines()
        cause = [line.strip() for line in lines if not line.startswith(_OF_PYDANTIC)][-1:]
        return ": ".join([self.message, *cause])


def find_lines(stack: Stack, term: str, since: datetime, *functions: str) -> list[LogLine]:
    """Finds the lines that name something, in the order of their times.

    Args:
        stack: The stack.
        term: What they name, such as the id of a post.
        since: Where to begin. CloudWatch reads all lines from there on.
        functions: What the program calls the functions to ask. By default all.
    """
    names = functions or tuple(stack.operations.functions)
    logs = stack.client("logs")

    def read(function: str) -> list[LogLine]:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=stack.operations.functions[function].log_group,
            filterPattern=f'"{term}"',
            startTime=int(since.timestamp() * 1000),
        )
        return [line for page in pages for event in page["events"] for line in _read(function, event)]

    with ThreadPoolExecutor(_THREADS) as threads:
        lines = [line for found in threads.map(read, names) for line in found]
    return sorted(lines, key=lambda line: line.time)


def _read(function: str, event: Mapping[str, Any]) -> Iterator[LogLine]:
    """Reads a line of a function's own. Metrics, and what Lambda writes, are none."""
    try:
        fields = json.loads(event["message"])
    except ValueError:
        return
    if isinstance(fields, dict) and "message" in fields:
        yield LogLine(function, datetime.fromtimestamp(event["timestamp"] / 1000, UTC), fields)
