import pytest
from pydantic import ValidationError

from functions.blog_api.sessions.models import SessionRequest, SignIn
from functions.wire.field_errors import field_errors

REQUEST = {"redirectUri": "https://blog.example.com/", "code": "a", "codeVerifier": "v" * 43}


@pytest.mark.parametrize(
    "uri", ["https://blog.example.com/", "http://127.0.0.1:4566/page/", "http://[::1]:80", "https://a/?b=c&d"]
)
def test_an_absolute_http_uri_is_taken(uri: str) -> None:
    assert SessionRequest.model_validate({**REQUEST, "redirectUri": uri}).redirect_uri == uri


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/page",
        "//blog.example.com",
        "javascript:alert(1)",
        "ftp://blog.example.com/",
        "https://",
        "https:///page",
        "https://blog.example.com/#part",
        "https://blog.example.com/ ",
        "https://blog.example.com/\r\nset-cookie: a",
        "https://blög.example.com/",
    ],
)
def test_any_other_redirection_is_refused(uri: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SessionRequest.model_validate({**REQUEST, "redirectUri": uri})
    assert field_errors(caught.value) == [
        {"field": "redirectUri", "rule": "must be an absolute http(s) URI, without a fragment"}
    ]


@pytest.mark.parametrize("verifier", ["v" * 42, "v" * 129, "v" * 43 + "=", "é" * 43])
def test_a_code_verifier_is_as_rfc_7636_has_it(verifier: str) -> None:
    with pytest.raises(ValidationError, match="codeVerifier"):
        SessionRequest.model_validate({**REQUEST, "codeVerifier": verifier})


def test_fields_have_their_names_on_the_wire_and_no_others() -> None:
    with pytest.raises(ValidationError):
        SignIn.model_validate(
            {"redirect_uri": REQUEST["redirectUri"], "state": "s", "code_challenge": "c" * 43}
        )
