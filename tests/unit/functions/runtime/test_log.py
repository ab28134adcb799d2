import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from functions.runtime import log
from tests.events import load_event
from tests.unit.functions.call import Call

Logged = Callable[[], list[dict[str, Any]]]


def test_a_record_is_one_line_of_json(logged: Logged) -> None:
    log.info("post created", postId="1", note="two\nlines")
    assert logged() == [{"level": "INFO", "message": "post created", "postId": "1", "note": "two\nlines"}]


def test_each_record_says_when_and_in_which_call_it_was_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "blog-posts")
    monkeypatch.setattr(log, "_served", [])
    for number in (1, 2):
        log.begin(Call(aws_request_id=f"call-{number}"))
        log.add(correlation_id="trace")
        log.info("served")
        log.begin(Call(aws_request_id="call-3"))
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert datetime.fromisoformat(first.pop("timestamp")).tzinfo is not None
    assert first == {
        "level": "INFO",
        "message": "served",
        "service": "blog-posts",
        "cold_start": True,
        "function_request_id": "call-1",
        "correlation_id": "trace",
    }
    assert (second["cold_start"], second["function_request_id"]) == (False, "call-2")


def test_what_is_added_in_a_block_about_something_stands_in_its_records_alone(logged: Logged) -> None:
    log.add(requestId="r")
    with suppress(KeyError), log.about(messageId="m"):
        log.add(postId="1")
        log.info("inside")
        raise KeyError
    log.info("outside")
    inside, outside = logged()
    assert inside == {"level": "INFO", "message": "inside", "requestId": "r", "messageId": "m", "postId": "1"}
    assert outside == {"level": "INFO", "message": "outside", "requestId": "r"}


def test_an_exception_is_logged_with_its_traceback(logged: Logged) -> None:
    try:
        load_event("http_request")["no such thing"]
    except KeyError:
        log.exception("failed", requestId="r")
    (record,) = logged()
    assert record["level"] == "ERROR"
    assert record["requestId"] == "r"
    assert "Traceback" in record["exception"]
    assert "KeyError: 'no such thing'" in record["exception"]


def test_half_a_surrogate_pair_does_not_break_the_log(logged: Logged) -> None:
    log.error("odd", text="\ud800")
    assert logged()[0]["text"] == "\ud800"
