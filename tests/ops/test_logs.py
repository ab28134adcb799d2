"""Lines of logs that tell of failures, also those that Lambda writes."""

from datetime import UTC, datetime, timedelta

import pytest

from ops.logs import find_failures
from ops.stack import Stack
from tests.ops.conftest import Log


@pytest.mark.parametrize(
    ("line", "reason"),
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
            "[ERROR] ValueError: not\nthat\nTraceback (most recent call last):\n  File …",
            "ValueError: not that",
        ),
        (
            "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'",
            "Runtime.ImportModuleError: Unable to import module 'app': No module named 'x'",
        ),
    ],
)
def test_lambda_s_words_about_a_call_that_failed_are_a_failure(
    operated: Stack, log: Log, line: str, reason: str
) -> None:
    since = datetime.now(UTC)
    log("blog-openapi", line)
    [found] = find_failures(operated, since, "blog-openapi")
    assert (found.reason, found.is_by_lambda) == (reason, True)


@pytest.mark.parametrize(
    "line",
    [
        "REPORT RequestId: 0d1e2f3a\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 256 MB",
        '{"level": "INFO", "message": "ERROR is a word"}',
        '{"message": "Task timed out after 1 second, said somebody"}',
        "a print of somebody's: Task timed out after 1 second",
        '["ERROR"]',
    ],
)
def test_other_lines_are_no_failures(operated: Stack, log: Log, line: str) -> None:
    since = datetime.now(UTC)
    log("blog-openapi", line)
    assert find_failures(operated, since, "blog-openapi") == []


def test_only_the_time_that_is_asked_about_is_looked_at(operated: Stack, log: Log) -> None:
    since = datetime.now(UTC)
    log("blog-openapi", "[ERROR] KeyError: 'x'")
    before = since - timedelta(minutes=1)
    assert len(find_failures(operated, before, "blog-openapi")) == 1
    assert find_failures(operated, before, "blog-openapi", until=since - timedelta(seconds=1)) == []
