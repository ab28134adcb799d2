import json
from collections.abc import Callable
from typing import Any

from functions.web.handler import http_handler
from functions.web.problem import ProblemError, method_not_allowed, not_found, unauthorized
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse
from tests.events import load_event
from tests.unit.functions.call import Call

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"

Logged = Callable[[], list[dict[str, Any]]]


def answer(respond: Callable[[HttpRequest], HttpResponse]) -> dict[str, Any]:
    request = load_event("http_request")
    request["headers"]["traceparent"] = f"00-{TRACE_ID}-b7ad6b7169203331-01"
    return dict(http_handler(respond)(request, Call()))


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def respond(_request: HttpRequest) -> HttpResponse:
        raise error

    return respond


def test_an_answer_becomes_a_payload_of_format_2() -> None:
    response = answer(lambda _: HttpResponse(201, '{"id":"1"}', headers={"location": "posts/1"}))
    assert response == {
        "statusCode": 201,
        "headers": {"content-type": "application/json", "location": "posts/1"},
        "body": '{"id":"1"}',
    }


def test_a_problem_is_answered_as_rfc_9457_says() -> None:
    response = answer(raising(ProblemError(422, "Bad.", errors=[{"field": "title", "rule": "is required"}])))
    assert response["statusCode"] == 422
    assert response["headers"] == {"content-type": "application/problem+json"}
    assert json.loads(response["body"]) == {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": "Bad.",
        "errors": [{"field": "title", "rule": "is required"}],
    }


def test_an_answer_without_content_has_no_media_type() -> None:
    response = answer(lambda _: HttpResponse(304, headers={"etag": '"1"'}))
    assert response == {"statusCode": 304, "headers": {"etag": '"1"'}, "body": ""}


def test_who_is_nobody_in_particular_is_told_how_to_prove_who_they_are() -> None:
    response = answer(raising(unauthorized("A bearer token is needed.")))
    assert response["statusCode"] == 401
    assert response["headers"]["www-authenticate"] == "Bearer"
    assert json.loads(response["body"])["title"] == "Unauthorized"


def test_a_method_that_is_not_allowed_is_told_which_are() -> None:
    response = answer(raising(method_not_allowed("GET", "POST")))
    assert response["statusCode"] == 405
    assert response["headers"]["allow"] == "GET, HEAD, POST"


def test_a_path_with_nothing_at_it_is_not_found() -> None:
    assert answer(raising(not_found()))["statusCode"] == 404


def test_an_unexpected_failure_tells_the_request_id_and_nothing_else(logged: Logged) -> None:
    response = answer(raising(RuntimeError("the secret")))
    assert json.loads(response["body"]) == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "The request failed unexpectedly.",
        "requestId": "JKJaXmPLvHcESHA=",
    }
    assert "the secret" in logged()[0]["exception"]


def test_each_call_logs_one_line(logged: Logged) -> None:
    answer(lambda _: HttpResponse(200, "{}"))
    assert logged() == [
        {
            "level": "INFO",
            "message": "request answered",
            "correlation_id": TRACE_ID,
            "requestId": "JKJaXmPLvHcESHA=",
            "route": "POST /posts",
            "method": "POST",
            "status": 200,
        }
    ]
