from collections.abc import Callable
from typing import Any

from functions.runtime import log
from tests.events import load_event

Logged = Callable[[], list[dict[str, Any]]]


def test_a_record_is_one_line_of_json(logged: Logged) -> None:
    log.info("post created", postId="1", note="two\nlines")
    assert logged() == [{"level": "INFO", "message": "post created", "postId": "1", "note": "two\nlines"}]


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
