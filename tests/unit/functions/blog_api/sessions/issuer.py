"""An OpenID Connect issuer without a network."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping

from functions.blog_api.sessions.http_client import FetchError

URL = "https://issuer.example.com"
EXPIRY = 1_772_361_000
METADATA = {
    "issuer": URL,
    "authorization_endpoint": f"{URL}/authorize",
    "token_endpoint": f"{URL}/token",
    "scopes_supported": ["openid"],
}


def id_token(claims: object) -> str:
    return f"e30.{urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.c2ln"


class FakeIssuer:
    """Answers what it is told to.

    Attributes:
        metadata: The discovery document.
        metadata_status: The status code of that.
        tokens: What the token endpoint answers.
        status: The status code of that.
        forms: What the token endpoint was sent.
        discovered: How often the discovery document was read.
        down: Whether it does not answer at all.
    """

    def __init__(self) -> None:
        self.metadata: object = METADATA
        self.metadata_status = 200
        self.status = 200
        self.tokens: object = {"id_token": id_token({"exp": EXPIRY}), "token_type": "Bearer"}
        self.forms: list[dict[str, str]] = []
        self.discovered = 0
        self.down = False

    def fetch(self, url: str, form: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        if self.down:
            raise FetchError("nobody is there")
        if url == f"{URL}/.well-known/openid-configuration":
            self.discovered += 1
            return self.metadata_status, json.dumps(self.metadata).encode()
        assert url == f"{URL}/token"
        self.forms.append(dict(form or {}))
        return self.status, json.dumps(self.tokens).encode()
