"""Sessions at Cognito's sign-in page: who signed in there within the hour is not asked again.

As in the Cognito developer guide, "Managed login" (a cookie, good for an hour) and "Logout endpoint" (which
ends it). MiniStack asks for a password each time: nobody could see there whether signing out does anything.

Delete when MiniStack's `/oauth2/authorize` knows a session, and its `/logout` ends it.
"""

import secrets
import time
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

from ministack.services import cognito

_COOKIE = "cognito"
_SECONDS = 60 * 60

Response = tuple[int, dict[str, str], bytes]


class SignInSessions:
    """The sessions of browsers, each with the pool and the user that it is of, and its end."""

    def __init__(self) -> None:
        self._sessions: dict[str, tuple[str, str, float]] = {}
        self._ministack_authorize = cognito.handle_oauth2_authorize
        self._ministack_issue_code = cognito._issue_auth_code_redirect
        self._ministack_logout = cognito.handle_logout

    def install(self) -> None:
        """Begins a session when somebody signs in, uses it when they come again, and ends it at `/logout`."""
        cognito.handle_oauth2_authorize = self._authorize
        cognito._issue_auth_code_redirect = self._issue_code
        cognito.handle_logout = self._logout

    def _authorize(self, method: str, path: str, headers: dict[str, str], query: dict[str, Any]) -> Response:
        response: Response = self._ministack_authorize(method, path, headers, query)
        pool_id, username, expiry = self._sessions.get(_session_id(headers), ("", "", 0.0))
        client_id = cognito._qp(query, "client_id")
        is_signed_in = expiry > time.time() and pool_id == cognito._find_pool_by_client_id(client_id)[0]
        if response[0] != HTTPStatus.OK or not is_signed_in:  # an error, or another page than to sign in
            return response
        asked = [cognito._qp(query, name) for name in ("redirect_uri", "scope")]
        how = [
            cognito._qp(query, name) for name in ("nonce", "code_challenge", "code_challenge_method", "state")
        ]
        return self._issue_code(client_id, pool_id, *asked, username, *how)

    def _issue_code(self, client_id: str, pool_id: str, *rest: str) -> Response:
        status, answered, body = self._ministack_issue_code(client_id, pool_id, *rest)
        _redirect_uri, _scope, username, *_ = rest
        session_id = secrets.token_urlsafe()
        self._sessions[session_id] = (pool_id, username, time.time() + _SECONDS)
        return status, {**answered, "Set-Cookie": _cookie(session_id, _SECONDS)}, body

    def _logout(self, method: str, path: str, headers: dict[str, str], query: dict[str, Any]) -> Response:
        status, answered, body = self._ministack_logout(method, path, headers, query)
        if status == HTTPStatus.FOUND:
            self._sessions.pop(_session_id(headers), None)
            answered = {**answered, "Set-Cookie": _cookie("", 0)}
        return status, answered, body


def _session_id(headers: dict[str, str]) -> str:
    cookie = SimpleCookie(headers.get("cookie", ""))
    return cookie[_COOKIE].value if _COOKIE in cookie else ""


def _cookie(value: str, seconds: int) -> str:
    return f"{_COOKIE}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax"
