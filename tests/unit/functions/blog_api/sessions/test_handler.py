import json
from typing import Any

import pytest

from functions.blog_api.sessions import handler
from functions.blog_api.sessions.handler import handle
from functions.blog_api.sessions.issuer import Issuer
from tests.events import load_event
from tests.unit.functions.blog_api.sessions.issuer import METADATA, URL, FakeIssuer
from tests.unit.functions.call import Call

SIGN_IN = f"redirectUri=https%3A%2F%2Fblog.example.com%2F&state=s&codeChallenge={'c' * 43}"
CODE = {"redirectUri": "https://blog.example.com/", "code": "a code", "codeVerifier": "v" * 43}


@pytest.fixture(autouse=True)
def issuer(monkeypatch: pytest.MonkeyPatch) -> FakeIssuer:
    fake = FakeIssuer()
    monkeypatch.setattr(handler, "_issuer", lambda: Issuer(URL, "blog", fake.fetch))
    return fake


def call(path: str, method: str, query: str = "", body: object = None) -> dict[str, Any]:
    event = load_event("http_request")
    del event["requestContext"]["authorizer"]
    event |= {"routeKey": f"ANY {path}", "rawQueryString": query, "body": json.dumps(body)}
    event["requestContext"]["http"]["method"] = method
    return dict(handle(event, Call()))


def test_signing_in_begins_at_the_issuer() -> None:
    response = call("/sign-in", "GET", SIGN_IN)
    assert response["statusCode"] == 302
    assert response["headers"]["location"].startswith(f"{URL}/authorize?response_type=code&client_id=blog&")
    assert response["headers"]["cache-control"] == "no-store"


@pytest.mark.parametrize("parameter", ["redirectUri", "state", "codeChallenge"])
def test_a_bad_sign_in_is_told_by_its_parameter(parameter: str) -> None:
    query = "&".join(part for part in SIGN_IN.split("&") if not part.startswith(parameter))
    for bad in (query, f"{query}&{parameter}=%20"):
        response = call("/sign-in", "GET", bad)
        assert response["statusCode"] == 400
        assert [error["field"] for error in json.loads(response["body"])["errors"]] == [parameter]


def test_signing_out_goes_on_at_the_issuer(issuer: FakeIssuer) -> None:
    issuer.metadata = {**METADATA, "end_session_endpoint": f"{URL}/logout"}
    response = call("/sign-out", "GET", "redirectUri=https://page.example/")
    assert response["statusCode"] == 302
    assert response["headers"]["location"].startswith(f"{URL}/logout?client_id=blog&")
    assert call("/sign-out", "GET", "redirectUri=nowhere")["statusCode"] == 400


def test_nobody_is_sent_to_a_page_that_no_issuer_has_checked() -> None:
    response = call("/sign-out", "GET", "redirectUri=https://elsewhere.example/")
    assert response["statusCode"] == 404
    assert "location" not in response["headers"]


def test_a_code_becomes_a_session() -> None:
    response = call("/sessions", "POST", body=CODE)
    assert response["statusCode"] == 201
    assert response["headers"]["cache-control"] == "no-store"
    assert list(json.loads(response["body"])) == ["token", "expiresAt"]


def test_a_bad_code_is_unauthorized(issuer: FakeIssuer) -> None:
    issuer.status, issuer.tokens = 400, {"error": "invalid_grant", "error_description": "the secret"}
    response = call("/sessions", "POST", body=CODE)
    assert response["statusCode"] == 401
    assert "secret" not in response["body"]


def test_an_issuer_that_fails_is_a_bad_gateway_and_told_in_the_log_only(
    issuer: FakeIssuer, capsys: pytest.CaptureFixture[str]
) -> None:
    issuer.down = True
    for response in (call("/sign-in", "GET", SIGN_IN), call("/sessions", "POST", body=CODE)):
        assert response["statusCode"] == 502
        assert "nobody is there" not in response["body"]
    assert "nobody is there" in capsys.readouterr().out


def test_a_token_is_not_logged(issuer: FakeIssuer, capsys: pytest.CaptureFixture[str]) -> None:
    issuer.tokens = {"access_token": "s3cr3t"}
    assert call("/sessions", "POST", body=CODE)["statusCode"] == 502
    assert "s3cr3t" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "method", "allow"),
    [("/sign-in", "POST", "GET, HEAD"), ("/sign-out", "POST", "GET, HEAD"), ("/sessions", "GET", "POST")],
)
def test_other_methods_are_not_allowed(path: str, method: str, allow: str) -> None:
    response = call(path, method)
    assert response["statusCode"] == 405
    assert response["headers"]["allow"] == allow
