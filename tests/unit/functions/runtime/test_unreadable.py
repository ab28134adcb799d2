import json

import pytest

from functions.runtime import unreadable


def test_what_is_skipped_is_counted_each_time_and_logged_once(capsys: pytest.CaptureFixture[str]) -> None:
    for _reading in range(3):
        try:
            raise ValueError("author is required")  # noqa: TRY301 - as a reader does
        except ValueError:
            unreadable.skip("post", postId="1")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(line.get("Unreadable", 0) for line in lines) == 3
    (logged,) = [line for line in lines if "message" in line]
    assert (logged["message"], logged["postId"]) == ("unreadable post", "1")
    assert "author is required" in logged["exception"]


def test_a_log_is_not_flooded(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(2000):
        unreadable.skip("post", postId=f"{number}")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum("message" in line for line in lines) == 1000
    assert sum(line.get("Unreadable", 0) for line in lines) == 2000
