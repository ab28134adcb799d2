from base64 import b64encode

import pytest

from functions.web.problem import ProblemError
from functions.web.request import MAXIMUM_BYTES, HttpRequest
from functions.wire.field_errors import FieldError
from functions.wire.models import WireModel
from tests.events import load_event


class Search(WireModel, extra="forbid"):
    word: str
    page_size: int = 20


class Named(WireModel, extra="forbid", strict=True):
    given_name: str


def request(content: str, **changes: object) -> HttpRequest:
    return HttpRequest.from_event({**load_event("http_request"), "body": content, **changes})


def problem_of(content: str, **changes: object) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        request(content, **changes).parse(Named)
    return caught.value


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON", "application/json; charset=utf-8"]
)
def test_json_is_read(content_type: str) -> None:
    named = request('{"givenName": "Zoë"}', headers={"content-type": content_type}).parse(Named)
    assert named == Named(given_name="Zoë")


def test_a_base64_body_is_decoded() -> None:
    content = b64encode('{"givenName": "Zoë"}'.encode()).decode()
    assert request(content, isBase64Encoded=True).parse(Named).given_name == "Zoë"


@pytest.mark.parametrize(
    "headers", [{}, {"content-type": "text/plain"}, {"content-type": "application/jsonp"}]
)
def test_what_is_not_declared_as_json_is_unsupported(headers: dict[str, str]) -> None:
    assert problem_of('{"givenName": "Joe"}', headers=headers).status == 415


def test_a_body_above_the_limit_is_too_large() -> None:
    assert problem_of(" " * (MAXIMUM_BYTES + 1)).status == 413


def test_a_body_at_the_limit_is_read() -> None:
    assert request('{"givenName": "Joe"}'.ljust(MAXIMUM_BYTES)).parse(Named).given_name == "Joe"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "EOF while parsing a value at line 1 column 0"),
        ('{"givenName": ', "line 1 column 14"),
        ('{"givenName": "Joe",}', "trailing comma at line 1 column 21"),
        ('{"givenName": NaN}', "line 1 column 15"),
        (r'{"givenName": "\ud800"}', "line 1 column 22"),
        ("[" * 100_000, "recursion limit exceeded"),
    ],
)
def test_what_is_not_json_is_bad_and_told_where(content: str, why: str) -> None:
    problem = problem_of(content)
    assert problem.status == 400
    assert why in problem.problem.detail


def test_what_is_not_utf_8_is_bad() -> None:
    assert problem_of(b64encode(b'{"givenName": "\xff"}').decode(), isBase64Encoded=True).status == 400


def test_a_request_without_a_body_is_bad() -> None:
    event = load_event("http_request")
    del event["body"]
    with pytest.raises(ProblemError) as caught:
        HttpRequest.from_event(event).parse(Named)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        ("[]", [{"field": "", "rule": "must be a JSON object"}]),
        ("null", [{"field": "", "rule": "must be a JSON object"}]),
        ("{}", [{"field": "givenName", "rule": "is required"}]),
        ('{"givenName": 1}', [{"field": "givenName", "rule": "must be a string"}]),
        ('{"givenName": null}', [{"field": "givenName", "rule": "must be a string"}]),
        ('{"givenName": "Joe", "age": 1}', [{"field": "age", "rule": "is not a known field"}]),
        (
            '{"age": 1}',
            [
                {"field": "givenName", "rule": "is required"},
                {"field": "age", "rule": "is not a known field"},
            ],
        ),
    ],
)
def test_broken_rules_are_told_field_by_field(content: str, errors: list[dict[str, str]]) -> None:
    problem = problem_of(content)
    assert problem.status == 422
    assert problem.problem.errors == errors


def search(query: str) -> Search:
    return request("", rawQueryString=query).parse_query(Search)


def errors_of(query: str) -> list[FieldError] | None:
    with pytest.raises(ProblemError) as caught:
        search(query)
    assert caught.value.status == 400
    return caught.value.problem.errors


def test_a_query_is_read() -> None:
    assert search("word=Zo%C3%AB+%2C&pageSize=5") == Search(word="Zoë ,", page_size=5)


def test_a_parameter_that_says_the_same_twice_says_it() -> None:
    assert search("word=a&word=a") == Search(word="a")


@pytest.mark.parametrize(
    ("query", "field", "rule"),
    [
        ("", "word", "is required"),
        ("word=a&colour=red", "colour", "is not a known field"),
        ("word=a&word=b", "word", "must be given once"),
    ],
)
def test_a_bad_query_is_told_parameter_by_parameter(query: str, field: str, rule: str) -> None:
    assert errors_of(query) == [{"field": field, "rule": rule}]


def test_a_query_that_is_not_utf_8_is_bad() -> None:
    assert errors_of("word=%ff") is None


def test_who_sent_a_request_is_the_subject_of_its_token() -> None:
    assert request("").subject == "3b1f0c52-6f0e-4c43-8a53-2a8d0c1f7b1e"


def test_a_request_without_a_token_is_unauthorized_where_one_is_needed() -> None:
    event = load_event("http_request")
    del event["requestContext"]["authorizer"]
    anonymous = HttpRequest.from_event(event)
    assert anonymous.claims == {}
    with pytest.raises(ProblemError) as caught:
        _ = anonymous.subject
    assert caught.value.status == 401


@pytest.mark.parametrize(
    ("route", "path"),
    [("GET /posts/{id}", "/posts/{id}"), ("ANY /posts", "/posts"), ("$default", "$default")],
)
def test_a_path_is_that_of_the_route_whatever_its_method(route: str, path: str) -> None:
    assert request("", routeKey=route).path == path


def test_a_byte_order_mark_before_the_json_is_ignored() -> None:
    assert request('\ufeff{"givenName": "Zoë"}').parse(Named).given_name == "Zoë"
    assert problem_of('{\ufeff"givenName": "Zoë"}').status == 400
