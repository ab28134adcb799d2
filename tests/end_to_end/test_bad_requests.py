"""Bad requests get answers that say what is wrong, and nothing of them reaches the table."""

import gzip
import json
from typing import Any

import pytest

from tests.end_to_end.client import Blog

GOOD = {"author": "Joe", "title": "My trip", "body": "I love Spain", "topic": "summer"}
JSON = {"content-type": "application/json"}


def problem(blog: Blog, method: str, path: str, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - httpx's own
    """Sends a request that must be refused. Returns the problem, which must say what its status says."""
    answer = blog.http.request(method, path, **request)
    assert answer.headers["content-type"] == "application/problem+json"
    content: dict[str, Any] = answer.json()
    assert content["status"] == answer.status_code
    assert content["title"]
    assert content["detail"]
    return content


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"author": NaN}', b'"\\ud800"'])
def test_what_is_not_json_gets_400(blog: Blog, body: bytes) -> None:
    assert problem(blog, "POST", "/posts", content=body, headers=JSON)["status"] == 400


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=ISO-8859-1"],
)
def test_what_is_not_declared_as_json_in_utf_8_gets_415(blog: Blog, content_type: str) -> None:
    refused = problem(
        blog, "POST", "/posts", content=json.dumps(GOOD), headers={"content-type": content_type}
    )
    assert refused["status"] == 415


def test_what_is_compressed_gets_415_and_is_told_what_is_accepted(blog: Blog) -> None:
    answer = blog.http.post(
        "/posts",
        content=gzip.compress(json.dumps(GOOD).encode()),
        headers={**JSON, "content-encoding": "gzip"},
    )
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/posts", GOOD),
        ("/tickets", {}),
        ("/subscriptions", {"email": "joe@example.com", "topics": ["summer"]}),
        (
            "/sessions",
            {"code": "c", "codeVerifier": "v" * 43, "redirectUri": "https://blog.example/"},
        ),
    ],
)
def test_what_is_posted_on_a_condition_that_does_not_hold_gets_412(
    blog: Blog, path: str, body: dict[str, object]
) -> None:
    refused = problem(blog, "POST", path, json=body, headers={"if-match": '"zzz"'})
    assert refused["status"] == 412
    assert "if-match" in refused["detail"]


def test_what_is_far_too_large_gets_413(blog: Blog) -> None:
    refused = problem(blog, "POST", "/posts", json={**GOOD, "body": "x" * 1_000_000})
    assert refused["status"] == 413


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"author": ""}, {"author"}),
        ({"author": "x" * 101}, {"author"}),
        ({"title": "x" * 201}, {"title"}),
        ({"topic": "x" * 65}, {"topic"}),
        ({"body": ""}, {"body"}),
        ({"body": "é" * 50_001}, {"body"}),
        ({"title": "a\x00b"}, {"title"}),
        ({"body": "a\rb"}, {"body"}),
        ({"title": 1}, {"title"}),
        ({"id": "mine"}, {"id"}),
        ({"author": "", "title": None, "extra": 1}, {"author", "title", "extra"}),
    ],
)
def test_each_offending_field_is_named_with_its_rule(
    blog: Blog, changes: dict[str, object], fields: set[str]
) -> None:
    refused = problem(blog, "POST", "/posts", json={**GOOD, **changes})
    assert refused["status"] == 422
    assert {error["field"] for error in refused["errors"]} == fields
    assert all(error["rule"] for error in refused["errors"])


def test_a_missing_field_is_named(blog: Blog) -> None:
    refused = problem(blog, "POST", "/posts", json={"author": "Joe"})
    assert {error["field"] for error in refused["errors"]} == {"title", "body", "topic"}


@pytest.mark.parametrize("path", ["/", "/nothing", "/posts/", "/posts/not-an-id", "/posts/" + "0" * 26])
def test_a_path_without_anything_gets_404(blog: Blog, path: str) -> None:
    assert problem(blog, "GET", path)["status"] == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/posts", "GET, HEAD, POST"),
        ("PUT", "/posts/01ARZ3NDEKTSV4RRFFQ69G5FAV", "GET, HEAD, DELETE"),
        ("GET", "/subscriptions", "POST"),
    ],
)
def test_a_method_that_a_path_does_not_know_gets_405_and_the_ones_it_knows(
    blog: Blog, method: str, path: str, allowed: str
) -> None:
    answer = blog.http.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("request_body", "fields"),
    [
        ({"email": "nobody", "topics": ["summer"]}, {"email"}),
        ({"email": "joe@example.com", "topics": []}, {"topics"}),
        ({"email": "joe@example.com", "topics": ["x" * 65]}, {"topics.0"}),
        ({"topics": "summer"}, {"email", "topics"}),
    ],
)
def test_a_bad_subscription_is_told_field_by_field(
    blog: Blog, request_body: dict[str, object], fields: set[str]
) -> None:
    refused = problem(blog, "POST", "/subscriptions", json=request_body)
    assert refused["status"] == 422
    assert {error["field"] for error in refused["errors"]} == fields
