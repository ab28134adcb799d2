"""Signatures, beside botocore's own signer's."""

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from botocore import auth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as SdkCredentials
from hypothesis import given
from hypothesis import strategies as st

from functions.runtime.aws.request import Request
from functions.runtime.aws.signature import Credentials, sign

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LASTING = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "")
TEMPORARY = Credentials("ASIDEXAMPLE", "another/key+", "IQoJb3JpZ2luX2VjE//token==")

HEADERS = {"host": "dynamodb.eu-west-1.amazonaws.com", "content-type": "application/x-amz-json-1.0"}


def sdk_headers(request: Request, credentials: Credentials, region: str, service: str) -> dict[str, str]:
    """Signs a request by botocore."""
    url = f"https://{request.headers['host']}{request.path}"
    sdk_request: Any = AWSRequest("POST", url, request.headers, request.body)
    token = credentials.session_token or None
    signer = SigV4Auth(SdkCredentials(credentials.access_key, credentials.secret_key, token), service, region)
    with patch.object(auth, "get_current_datetime", lambda *_, **__: NOW.replace(tzinfo=None)):
        signer.add_auth(sdk_request)
    return {name.lower(): value for name, value in sdk_request.headers.items()}


def assert_as_the_sdk(
    request: Request, credentials: Credentials = LASTING, region: str = "eu-west-1", service: str = "dynamodb"
) -> None:
    headers = sign(request, credentials, region, service, NOW.timestamp())
    assert headers == sdk_headers(request, credentials, region, service)


@pytest.mark.parametrize("credentials", [LASTING, TEMPORARY], ids=["lasting", "temporary"])
@pytest.mark.parametrize(
    ("region", "service"), [("eu-west-1", "dynamodb"), ("us-east-1", "execute-api"), ("cn-north-1", "sns")]
)
def test_a_request_is_signed_as_by_the_sdk(credentials: Credentials, region: str, service: str) -> None:
    request = Request(
        "/", {**HEADERS, "x-amz-target": "DynamoDB_20120810.PutItem"}, b'{"TableName": "posts"}'
    )
    assert_as_the_sdk(request, credentials, region, service)


@pytest.mark.parametrize(
    "path",
    ["/live/@connections/L0SM9cOFvHcCIhw%3D", "/a%20b/%C3%A9", "/a-b_c.d~e", "/%2F%2B%25", "/@:!$&'()*,;="],
)
def test_paths_are_encoded_once_more(path: str) -> None:
    assert_as_the_sdk(Request(path, HEADERS, b""), service="execute-api")


@pytest.mark.parametrize("host", ["127.0.0.1:4566", "localhost:80", "api.example.com"])
def test_a_host_is_signed_with_its_port(host: str) -> None:
    assert_as_the_sdk(Request("/", {**HEADERS, "host": host}, b"{}"))


@given(body=st.binary(), segments=st.lists(st.text(min_size=1), min_size=1), token=st.booleans())
def test_whatever_is_sent_is_signed_as_by_the_sdk(body: bytes, segments: list[str], *, token: bool) -> None:
    path = "/".join(["", *(quote(f"x{segment}", safe="") for segment in segments)])
    assert_as_the_sdk(Request(path, HEADERS, body), TEMPORARY if token else LASTING)


def test_credentials_are_read_anew_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "first")
    assert Credentials.from_environment() == Credentials("AKIDEXAMPLE", "none", "first")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "next")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "second")
    assert Credentials.from_environment() == Credentials("next", "none", "second")
