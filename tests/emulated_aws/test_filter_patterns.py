"""Patterns find the lines of a log that AWS's find."""

import time

import pytest

from emulated_aws.emulator import Emulator


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ('?ERROR ?"timed out"', ["[ERROR] wrong", "it timed out"]),
        ('?"out" ?nothing', ["it timed out", "out of order"]),
        ("ERROR wrong", ["[ERROR] wrong"]),
        ('"timed out"', ["it timed out"]),
    ],
)
def test_lines_are_found_by_one_of_several_terms(
    emulator: Emulator, name: str, pattern: str, found: list[str]
) -> None:
    logs = emulator.client("logs")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="one")
    lines = ["[ERROR] wrong", "it timed out", "out of order"]
    now = int(time.time() * 1000)
    logs.put_log_events(
        logGroupName=name,
        logStreamName="one",
        logEvents=[{"timestamp": now + number, "message": line} for number, line in enumerate(lines)],
    )
    events = logs.filter_log_events(logGroupName=name, filterPattern=pattern)["events"]
    assert [event["message"] for event in events] == found
