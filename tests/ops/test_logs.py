"""Failures that a function could not log itself, in Lambda's words."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from local.stack import LocalStack
from ops.dead_letters import DeadLetter, Kind, read
from ops.health import check_health
from ops.logs import LogLine, _read
from ops.reasons import find_reason
from ops.stack import Stack
from tests.ops.conftest import GiveUp

Log = Callable[[str, str], None]


@pytest.fixture
def log(stack: LocalStack) -> Iterator[Log]:
    """Logs a line in place of a function, and at the end of the test takes it away."""
    logs, groups = stack.emulator.client("logs"), set()

    def write(function: str, line: str) -> None:
        group = stack.outputs["operations"]["functions"][function]["logGroup"]
        groups.add(group)
        logs.create_log_stream(logGroupName=group, logStreamName="test")
        logs.put_log_events(
            logGroupName=group,
            logStreamName="test",
            logEvents=[{"timestamp": int(time.time() * 1000), "message": line}],
        )

    yield write
    for group in groups:
        logs.delete_log_stream(logGroupName=group, logStreamName="test")


def lines_of(message: str) -> list[LogLine]:
    return list(_read("blog-posts", {"timestamp": 1_800_000_000_000, "message": message}))


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        # https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
        (
            "2026-03-01T09:30:00.123Z 0d1e2f3a Task timed out after 10.01 seconds\n\n",
            "Task timed out after 10.01 seconds",
        ),
        (
            "RequestId: 0d1e2f3a Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n",
            "Runtime exited with error: signal: killed",
        ),
        (
            "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'\nTrace:",
            "Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'",
        ),
    ],
)
def test_what_lambda_says_of_a_call_that_failed_is_a_failure(message: str, reason: str) -> None:
    [line] = lines_of(message)
    assert (line.reason, line.is_failure, line.is_by_lambda) == (reason, True, True)


@pytest.mark.parametrize(
    "message",
    [
        "START RequestId: 0d1e2f3a Version: $LATEST",
        "REPORT RequestId: 0d1e2f3a\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB",
        json.dumps({"_aws": {"CloudWatchMetrics": []}, "FailedEmails": 1}),
        "[]",
    ],
)
def test_whatever_else_lambda_writes_is_none(message: str) -> None:
    assert lines_of(message) == []


def test_the_status_tells_why_a_function_fails_that_cannot_log_it(operated: Stack, log: Log) -> None:
    log("blog-openapi", "[ERROR] Runtime.ImportModuleError: no module\nTraceback (most recent call last):")
    health = check_health(operated, datetime.now(UTC))
    assert health.failures["blog-openapi: Runtime.ImportModuleError: no module"] == 1
    assert not health.is_good


def test_a_message_whose_function_was_ended_each_time_is_explained_by_that(
    operated: Stack, give_up: GiveUp, log: Log
) -> None:
    give_up("events-emails-dead-letters", {"detail": {}})
    [letter] = read(operated, "events-emails-dead-letters", 1)
    assert letter.kind is Kind.MESSAGE
    assert find_reason(operated, letter) == "the log says nothing: the function was stopped, or throttled"
    log("events-emails", "2026-03-01T09:30:00.123Z 0d1e2f3a Task timed out after 30.00 seconds")
    assert find_reason(operated, letter).startswith("Task timed out after 30.00 seconds (that, or another")


def test_a_batch_that_the_relay_gave_up_is_explained_by_what_it_said_last(operated: Stack, log: Log) -> None:
    log("events-relay", "[ERROR] KeyError: 'EVENT_BUS'")
    now = datetime.now(UTC)
    content = {
        "requestContext": {"condition": "RetryAttemptsExhausted"},
        "DDBStreamBatchInfo": {
            "batchSize": 2,
            "approximateArrivalOfFirstRecord": f"{now - timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}",
        },
    }
    letter = DeadLetter(
        "events-relay-dead-letters", None, "m", now + timedelta(minutes=1), json.dumps(content), {}, "receipt"
    )
    assert find_reason(operated, letter).endswith(": KeyError: 'EVENT_BUS'")
