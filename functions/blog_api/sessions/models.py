"""Requests and responses of `/sign-in`, `/sessions` and `/sign-out`."""

from typing import Annotated

from functions.wire.models import RequestModel, WireModel
from functions.wire.text import matching_text
from functions.wire.timestamp import Timestamp

# Visible ASCII but `#`: a redirection has no fragment (RFC 6749, 3.1.2). A host follows the slashes.
_URI_CHARACTERS = r"[\x21\x22\x24-\x7e]"
_HOST_CHARACTERS = r"[0-9A-Za-z\[]"

# Where the issuer sends the browser back to. It only does if it knows this address.
RedirectUri = Annotated[
    str,
    matching_text(
        rf"https?://{_HOST_CHARACTERS}{_URI_CHARACTERS}{{0,2000}}",
        "must be an absolute http(s) URI, without a fragment",
    ),
]


class SignIn(RequestModel):
    """How a client begins to sign in.

    Attributes:
        redirect_uri: Where the browser goes afterwards, with `code` and `state`.
        state: Comes back unchanged, so that the client knows its own request.
        code_challenge: Of the code verifier, by the method S256 of PKCE (RFC 7636, 4.2).
    """

    redirect_uri: RedirectUri
    state: Annotated[str, matching_text(r"[\x21-\x7e]{1,512}", "must have 1 to 512 visible ASCII characters")]
    code_challenge: Annotated[str, matching_text(r"[A-Za-z0-9_-]{43}", "must be 43 characters of base64url")]


class SignOut(RequestModel):
    """How a client signs out at the issuer.

    Attributes:
        redirect_uri: Where the browser goes afterwards.
    """

    redirect_uri: RedirectUri


class SessionRequest(RequestModel):
    """How a client ends signing in.

    Attributes:
        code: What the browser came back with.
        code_verifier: What the code challenge was made of (RFC 7636, 4.1).
        redirect_uri: The same as in the beginning.
    """

    code: Annotated[
        str, matching_text(r"[\x20-\x7e]{1,4096}", "must have 1 to 4096 visible ASCII characters")
    ]
    code_verifier: Annotated[
        str,
        matching_text(r"[A-Za-z0-9._~-]{43,128}", "must have 43 to 128 characters of A-Z a-z 0-9 - . _ ~"),
    ]
    redirect_uri: RedirectUri


class Session(WireModel):
    """What a client is signed in with.

    Attributes:
        token: The bearer token: the issuer's ID token.
        expires_at: Until when it is good, in ISO 8601 and UTC.
    """

    token: str
    expires_at: Timestamp
