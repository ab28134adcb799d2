"""An OpenID Connect issuer on this machine, whose tokens say what a test wants."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

_KEY_ID = "a-key"


class OidcIssuer:
    """Publishes its key as OpenID Connect Discovery 1.0 says, and signs tokens with it (RS256)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        """Serves an issuer until the end of the block."""
        with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
            issuer = cls(f"http://127.0.0.1:{server.server_port}")
            server.RequestHandlerClass = issuer._handler()
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield issuer
            server.shutdown()

    def sign(self, claims: dict[str, object]) -> str:
        """Signs a token that is good for a minute from now, but for what `claims` say."""
        now = int(time.time())
        issued = {"iss": self.url, "sub": "somebody", "iat": now, "exp": now + 60}
        signed = ".".join(
            _base64(json.dumps(part).encode())
            for part in ({"alg": "RS256", "typ": "JWT", "kid": _KEY_ID}, {**issued, **claims})
        )
        return f"{signed}.{_base64(self._key.sign(signed.encode(), padding.PKCS1v15(), SHA256()))}"

    def _documents(self) -> dict[str, object]:
        public = self._key.public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": _KEY_ID}
        numbers = {
            name: _base64(number.to_bytes((number.bit_length() + 7) // 8, "big"))
            for name, number in (("n", public.n), ("e", public.e))
        }
        return {
            "/.well-known/openid-configuration": {"issuer": self.url, "jwks_uri": f"{self.url}/keys"},
            "/keys": {"keys": [key | numbers]},
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        documents = self._documents()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                document = documents.get(self.path)
                self.send_response(200 if document else 404)
                self.end_headers()
                self.wfile.write(json.dumps(document).encode())

            def log_message(self, *_: object) -> None:
                """Keeps quiet."""

        return Handler


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
