from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from functions.blog_api.sessions.issuer import CodeRefusedError, Issuer, IssuerError
from functions.blog_api.sessions.models import Session, SessionRequest, SignIn, SignOut
from tests.unit.functions.blog_api.sessions.issuer import METADATA, URL, FakeIssuer, id_token

SIGN_IN = SignIn.model_validate(
    {"redirectUri": "https://blog.example.com/?a=b", "state": "s&t", "codeChallenge": "c" * 43}
)
REQUEST = SessionRequest.model_validate(
    {"redirectUri": "https://blog.example.com/", "code": "a code", "codeVerifier": "v" * 43}
)

SIGN_OUT = SignOut.model_validate({"redirectUri": "https://page.example/"})


@pytest.fixture
def fake() -> FakeIssuer:
    return FakeIssuer()


@pytest.fixture
def issuer(fake: FakeIssuer) -> Issuer:
    return Issuer(URL, "blog", fake.fetch)


def test_the_sign_in_page_is_the_issuers_with_pkce(issuer: Issuer) -> None:
    url = urlsplit(issuer.sign_in_url(SIGN_IN))
    assert (url.scheme, url.netloc, url.path) == ("https", "issuer.example.com", "/authorize")
    assert parse_qs(url.query) == {
        "response_type": ["code"],
        "client_id": ["blog"],
        "redirect_uri": ["https://blog.example.com/?a=b"],
        "scope": ["openid email profile"],
        "state": ["s&t"],
        "code_challenge": ["c" * 43],
        "code_challenge_method": ["S256"],
    }


def test_an_endpoint_keeps_the_query_that_it_has(issuer: Issuer, fake: FakeIssuer) -> None:
    fake.metadata = {
        "issuer": URL,
        "authorization_endpoint": f"{URL}/a?p=1",
        "token_endpoint": f"{URL}/token",
    }
    assert issuer.sign_in_url(SIGN_IN).startswith(f"{URL}/a?p=1&response_type=code&")


def test_signing_out_ends_the_issuer_s_own_session_and_comes_back(issuer: Issuer, fake: FakeIssuer) -> None:
    fake.metadata = {**METADATA, "end_session_endpoint": f"{URL}/logout?realm=blog"}
    location = issuer.sign_out_url(SIGN_OUT)
    assert location is not None
    url = urlsplit(location)
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{URL}/logout"
    assert dict(parse_qsl(url.query)) == {
        "realm": "blog",
        "client_id": "blog",
        "logout_uri": "https://page.example/",
        "post_logout_redirect_uri": "https://page.example/",
    }


def test_an_issuer_may_have_no_place_to_sign_out_at(issuer: Issuer) -> None:
    assert issuer.sign_out_url(SIGN_OUT) is None


def test_a_code_becomes_a_session_as_long_as_its_token(issuer: Issuer, fake: FakeIssuer) -> None:
    token = id_token({"exp": 1_772_361_000})
    assert issuer.open_session(REQUEST) == Session(token=token, expires_at="2026-03-01T10:30:00.000Z")
    assert fake.forms == [
        {
            "grant_type": "authorization_code",
            "client_id": "blog",
            "code": "a code",
            "code_verifier": "v" * 43,
            "redirect_uri": "https://blog.example.com/",
        }
    ]


def test_the_discovery_document_is_read_once(issuer: Issuer, fake: FakeIssuer) -> None:
    issuer.sign_in_url(SIGN_IN)
    issuer.open_session(REQUEST)
    assert fake.discovered == 1


def test_an_issuer_that_is_down_is_asked_again_the_next_time(issuer: Issuer, fake: FakeIssuer) -> None:
    fake.down = True
    with pytest.raises(IssuerError):
        issuer.sign_in_url(SIGN_IN)
    fake.down = False
    assert issuer.sign_in_url(SIGN_IN)


def test_a_code_that_the_issuer_does_not_take_is_refused(issuer: Issuer, fake: FakeIssuer) -> None:
    fake.status, fake.tokens = 400, {"error": "invalid_grant"}
    with pytest.raises(CodeRefusedError):
        issuer.open_session(REQUEST)


@pytest.mark.parametrize(
    ("status", "tokens"),
    [
        (400, {"error": "invalid_client"}),
        (400, "oops"),
        (500, {}),
        (302, {}),
        (200, {"access_token": "a"}),
        (200, ["id_token"]),
        (200, {"id_token": "a"}),
        (200, {"id_token": "a.é.c"}),
        (200, {"id_token": id_token({})}),
        (200, {"id_token": id_token({"exp": "soon"})}),
        (200, {"id_token": id_token({"exp": 10**300})}),
    ],
)
def test_any_other_answer_is_the_issuers_failure(
    issuer: Issuer, fake: FakeIssuer, status: int, tokens: object
) -> None:
    fake.status, fake.tokens = status, tokens
    with pytest.raises(IssuerError):
        issuer.open_session(REQUEST)


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        [],
        {"issuer": "https://other.example.com", "authorization_endpoint": "a", "token_endpoint": "t"},
        {"issuer": URL, "authorization_endpoint": None, "token_endpoint": "t"},
    ],
)
def test_a_discovery_document_of_something_else_is_not_believed(
    issuer: Issuer, fake: FakeIssuer, metadata: object
) -> None:
    fake.metadata = metadata
    with pytest.raises(IssuerError):
        issuer.sign_in_url(SIGN_IN)


@pytest.mark.parametrize("status", [302, 404, 503])
def test_a_discovery_document_that_comes_with_an_error_is_not_believed(
    issuer: Issuer, fake: FakeIssuer, status: int
) -> None:
    fake.metadata_status = status
    with pytest.raises(IssuerError, match=f"discovery document answered {status}"):
        issuer.sign_in_url(SIGN_IN)
    fake.metadata_status = 200
    assert issuer.sign_in_url(SIGN_IN)
