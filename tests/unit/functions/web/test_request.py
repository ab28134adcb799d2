from base64 import b64encode
from urllib.parse import unquote_plus

import pytest

from functions.blog_api.posts.models import PostQuery
from functions.blog_api.sessions.models import SignIn, SignOut
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


@pytest.mark.parametrize("content_coding", ["", "identity", "Identity, identity"])
def test_json_is_read(content_coding: str) -> None:
    headers = {"content-type": "application/json; charset=utf-8", "content-encoding": content_coding}
    assert request('{"givenName": "Zoë"}', headers=headers).parse(Named) == Named(given_name="Zoë")


@pytest.mark.parametrize("content_coding", ["gzip", "GZIP", "br", "identity, gzip", "gzip,identity", "*"])
def test_a_coded_body_is_unsupported_and_told_what_is(content_coding: str) -> None:
    headers = {"content-type": "application/json", "content-encoding": content_coding}
    problem = problem_of('{"givenName": "Joe"}', headers=headers)
    assert (problem.status, problem.headers) == (415, {"accept-encoding": "identity"})
    assert "content-encoding" in str(problem)


def test_a_base64_body_is_decoded() -> None:
    content = b64encode('{"givenName": "Zoë"}'.encode()).decode()
    assert request(content, isBase64Encoded=True).parse(Named).given_name == "Zoë"


@pytest.mark.parametrize(
    "headers",
    [{}, {"content-type": "text/plain"}, {"content-type": "application/json; charset=ISO-8859-1"}],
)
def test_what_is_not_declared_as_json_in_utf_8_is_unsupported(headers: dict[str, str]) -> None:
    problem = problem_of('{"givenName": "Joe"}', headers=headers)
    assert (problem.status, problem.headers) == (415, {"accept": "application/json"})
    assert "content-type" in str(problem)


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
        ("word=a&word=b", "word", "must be given once"),
        ("word=%ff", "word", "must be UTF-8"),
        ("word=a&Word=b", "Word", "is not known; did you mean word?"),
        ("word=a&page_size=5", "page_size", "is not known; did you mean pageSize?"),
        ("word=a&pageSize%ff=5", "pageSize?", "is not known; did you mean pageSize?"),
    ],
)
def test_a_bad_query_is_told_parameter_by_parameter(query: str, field: str, rule: str) -> None:
    assert errors_of(query) == [{"field": field, "rule": rule}]


def test_all_offending_parameters_are_told_at_once() -> None:
    errors = errors_of("word=a&word=b&wrd=c&pagesize=5") or []
    assert [error["field"] for error in errors] == ["word", "wrd", "pagesize"]


@pytest.mark.parametrize("query", ["utm_source=a&utm_source=b", "_=1", "=1", "x=%ff", "%ff=x", "colour", "&"])
def test_parameters_of_others_are_ignored(query: str) -> None:
    assert search(f"{query}&word=a") == Search(word="a")


# https://support.google.com/analytics/answer/1033863, https://github.com/mpchadwick/tracking-query-params-registry
OTHERS = (
    "utm_source utm_medium utm_campaign utm_term utm_content utm_id gclid gclsrc gbraid wbraid dclid fbclid"
    " msclkid yclid ttclid twclid li_fat_id igshid mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi _ t ts v q ref"
    " source page"
)


@pytest.mark.parametrize("model", [PostQuery, SignIn, SignOut])
@pytest.mark.parametrize("name", OTHERS.split())
def test_what_others_add_to_links_is_never_taken_for_a_mistake(model: type[WireModel], name: str) -> None:
    query = f"redirectUri=https://blog.example/&state=s&codeChallenge={'c' * 43}"
    request("", rawQueryString=f"{query}&{name}=x").parse_query(model)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *(
            (name, "limit")
            for name in ("limt", "Limit", "LIMIT", "lmit", "limti", "limits", "limit[]", "limit+", "li%6dit.")
        ),
        *((name, "topic") for name in ("topik", "Topic", "topics", "tpoic", "topic%5B%5D", "topicId")),
        *((name, "cursor") for name in ("curser", "cursr", "Cursor", "cursors")),
    ],
)
def test_a_near_miss_of_a_parameter_is_named(name: str, meant: str) -> None:
    with pytest.raises(ProblemError) as caught:
        request("", rawQueryString=f"{name}=5").parse_query(PostQuery)
    [error] = caught.value.problem.errors or []
    assert error == {"field": unquote_plus(name), "rule": f"is not known; did you mean {meant}?"}


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
