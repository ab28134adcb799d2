"""Lines that functions logged."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ops.stack import Stack

_THREADS = 4  # FilterLogEvents may be asked 5 times a second in the smallest regions


# What lines about failures have: a level, of ours or of Lambda's runtime, or what Lambda says of calls that
# it ended. https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
_FAILURES = '?ERROR ?"Task timed out" ?"Runtime exited"'

# What Lambda writes of a call that failed as a whole, where a function's own lines are JSON.
_BY_LAMBDA = re.compile(
    r"""
      \[ERROR\]\ (?P<raised>[\s\S]+?)(?:\s+Traceback\ \(most\ recent|\s*\Z)
    | \S+Z\ \S+\ (?P<timed_out>Task\ timed\ out\ after\ .+)
    | RequestId:\ \S+\ Error:\ (?P<exited>Runtime\ exited\ .+)
    """,
    re.VERBOSE,
)

# How the last line of each of pydantic's errors begins, after those that say what is wrong.
_OF_PYDANTIC = "    For further information visit"


@dataclass(frozen=True)
class LogLine:
    """A line.

    Attributes:
        function: What the program calls the function.
        time: When it was written.
        fields: What it says.
        is_by_lambda: Whether Lambda wrote it, of a call that failed as a whole. It names no post, no message.
    """

    function: str
    time: datetime
    fields: Mapping[str, Any]
    is_by_lambda: bool = False

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
    return _filter(stack, f'"{term}"', since, None, functions)


def find_failures(
    stack: Stack, since: datetime, *functions: str, until: datetime | None = None
) -> list[LogLine]:
    """Finds the lines that tell of failures, also of those that a function could not log itself.

    Args:
        stack: The stack.
        since: Where to begin. CloudWatch reads all lines from there on.
        functions: What the program calls the functions to ask. By default all.
        until: Where to end. By default at the newest.
    """
    return [line for line in _filter(stack, _FAILURES, since, until, functions) if line.is_failure]


def _filter(
    stack: Stack, pattern: str, since: datetime, until: datetime | None, functions: tuple[str, ...]
) -> list[LogLine]:
    logs = stack.client("logs")
    end = {"endTime": math.ceil(until.timestamp() * 1000)} if until else {}

    def read(function: str) -> list[LogLine]:
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=stack.operations.functions[function].log_group,
            filterPattern=pattern,
            startTime=max(0, int(since.timestamp() * 1000)),
            **end,
        )
        return [line for page in pages for event in page["events"] for line in _read(function, event)]

    with ThreadPoolExecutor(_THREADS) as threads:
        found = threads.map(read, functions or stack.operations.functions)
        lines = [line for of_function in found for line in of_function]
    return sorted(lines, key=lambda line: line.time)


def _read(function: str, event: Mapping[str, Any]) -> Iterator[LogLine]:
    """Reads a line of a function's own, or of Lambda's about a failure. Others, such as metrics, are none."""
    time = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
    try:
        fields = json.loads(event["message"])
    except ValueError:
        if told := _BY_LAMBDA.match(event["message"]):
            fields = {"level": "ERROR", "message": " ".join(told[str(told.lastgroup)].split())}
            yield LogLine(function, time, fields, is_by_lambda=True)
        return
    if isinstance(fields, dict) and "message" in fields:
        yield LogLine(function, time, fields)
