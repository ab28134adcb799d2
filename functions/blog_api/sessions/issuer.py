"""OpenID Connect issuer, who knows the users."""

from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import AwareDatetime, BaseModel, ValidationError

from functions.blog_api.sessions.http_client import FetchError, fetch
from functions.blog_api.sessions.models import Session, SessionRequest, SignIn, SignOut
from functions.wire.timestamp import to_timestamp


class IssuerError(Exception):
    """The issuer cannot be reached, or does not answer as its specification says."""


class CodeRefusedError(Exception):
    """The issuer does not take a code: it is wrong, used, expired, or meant for somebody else."""


class _IssuerModel(BaseModel, hide_input_in_errors=True):
    """What the issuer says. Errors are logged, and its tokens must not be."""


_Model = TypeVar("_Model", bound=_IssuerModel)


class _Metadata(_IssuerModel):
    """The discovery document (OpenID Connect Discovery 1.0, 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    end_session_endpoint: str | None = None  # OpenID Connect RP-Initiated Logout 1.0, 2.1


class _Tokens(_IssuerModel):
    """A successful answer of the token endpoint (OpenID Connect Core 1.0, 3.1.3.3)."""

    id_token: str


class _Refusal(_IssuerModel):
    """Another one (RFC 6749, 5.2)."""

    error: str


class _Claims(_IssuerModel):
    """What an ID token says."""

    exp: AwareDatetime


class Issuer:
    """Signs users in, by the authorization code flow with PKCE."""

    def __init__(self, url: str, client_id: str, fetch: Callable[..., tuple[int, bytes]] = fetch) -> None:
        """Takes whom to ask. Its discovery document is read when it is first needed, and kept.

        Args:
            url: The issuer.
            client_id: What the application is registered as. It has no secret.
            fetch: How to ask.
        """
        self._url = url
        self._client_id = client_id
        self._fetch = fetch

    def sign_in_url(self, sign_in: SignIn) -> str:
        """Makes the URL of the issuer's sign-in page (OpenID Connect Core 1.0, 3.1.2.1).

        Raises:
            IssuerError: The issuer does not tell where that is.
        """
        endpoint = self._metadata.authorization_endpoint
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": sign_in.redirect_uri,
            "scope": "openid email profile",
            "state": sign_in.state,
            "code_challenge": sign_in.code_challenge,
            "code_challenge_method": "S256",
        }
        return _with_query(endpoint, query)

    def sign_out_url(self, sign_out: SignOut) -> str | None:
        """Makes the URL at which the issuer ends its own session, so that the next person has to sign in.

        Cognito has parameters of its own, beside those of the specification (OpenID Connect RP-Initiated
        Logout 1.0, 2): https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html.

        Returns:
            The URL; None if the issuer has no such place. Then nobody is sent to `redirect_uri` either:
            nobody would have checked that it is a page of the blog.

        Raises:
            IssuerError: The issuer does not answer.
        """
        endpoint = self._metadata.end_session_endpoint
        if endpoint is None:
            return None
        query = {
            "client_id": self._client_id,
            "post_logout_redirect_uri": sign_out.redirect_uri,
            "logout_uri": sign_out.redirect_uri,
        }
        return _with_query(endpoint, query)

    def open_session(self, request: SessionRequest) -> Session:
        """Exchanges a code for an ID token.

        The token comes from the issuer itself, so its signature is not checked here (OpenID Connect Core 1.0,
        3.1.3.7). API Gateway checks it whenever it is used.

        Raises:
            CodeRefusedError: The issuer does not take the code.
            IssuerError: The issuer does not work.
        """
        status, content = self._ask(
            self._metadata.token_endpoint,
            {
                "grant_type": "authorization_code",
                "client_id": self._client_id,
                "code": request.code,
                "code_verifier": request.code_verifier,
                "redirect_uri": request.redirect_uri,
            },
        )
        if status == HTTPStatus.BAD_REQUEST and _read(_Refusal, content).error == "invalid_grant":
            raise CodeRefusedError
        if status != HTTPStatus.OK:
            raise IssuerError(f"the token endpoint answered {status}")
        token = _read(_Tokens, content).id_token
        return Session(token=token, expires_at=to_timestamp(_read_claims(token).exp))

    @cached_property
    def _metadata(self) -> _Metadata:
        status, content = self._ask(f"{self._url.rstrip('/')}/.well-known/openid-configuration")
        if status != HTTPStatus.OK:
            raise IssuerError(f"the discovery document answered {status}")
        metadata = _read(_Metadata, content)
        if metadata.issuer != self._url:  # OpenID Connect Discovery 1.0, 4.3
            raise IssuerError(f"the issuer calls itself {metadata.issuer}")
        return metadata

    def _ask(self, url: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        try:
            return self._fetch(url, form)
        except FetchError as error:
            raise IssuerError(str(error)) from error


def _with_query(url: str, query: Mapping[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _read_claims(token: str) -> _Claims:
    # RFC 7519: header, claims and signature, each in base64url without its padding.
    try:
        claims = urlsafe_b64decode(token.split(".")[1] + "==")
    except (IndexError, ValueError) as error:
        raise IssuerError("the ID token is not a JWT") from error
    return _read(_Claims, claims)


def _read(model: type[_Model], content: bytes) -> _Model:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise IssuerError("the issuer's answer lacks what it should have") from error
