"""Signature Version 4, which every request carries.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hmac
import os
import time
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, Self
from urllib.parse import quote

from functions.runtime.aws.request import Request

_ALGORITHM = "AWS4-HMAC-SHA256"


class Credentials(NamedTuple):
    """Credentials of the function's role.

    Attributes:
        access_key: The id of the key.
        secret_key: The key.
        session_token: What proves that they are temporary ones; empty for others.
    """

    access_key: str
    secret_key: str
    session_token: str

    @classmethod
    def from_environment(cls) -> Self:
        """Reads what the environment has now: Lambda's bootstrap puts it there."""
        environ = os.environ
        return cls(
            environ["AWS_ACCESS_KEY_ID"],
            environ["AWS_SECRET_ACCESS_KEY"],
            environ.get("AWS_SESSION_TOKEN", ""),
        )


def sign(request: Request, credentials: Credentials, region: str, service: str, now: float) -> dict[str, str]:
    """Signs a request.

    Args:
        request: The request. Its headers name the host.
        credentials: Whose request it is.
        region: The region that it is for.
        service: What the service is called in signatures.
        now: The time, in seconds since 1970. AWS takes it for 5 minutes, earlier or later.

    Returns:
        The headers to send.
    """
    timestamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    headers = {**request.headers, "x-amz-date": timestamp}
    if credentials.session_token:
        headers["x-amz-security-token"] = credentials.session_token
    names = sorted(headers)
    signed = ";".join(names)
    canonical = "\n".join(
        (
            "POST",
            quote(request.path, safe="/~"),  # encoded once more, as all services but S3 want it
            "",  # no query
            *[f"{name}:{headers[name]}" for name in names],
            "",
            signed,
            sha256(request.body).hexdigest(),
        )
    )
    date = timestamp[:8]
    scope = f"{date}/{region}/{service}/aws4_request"
    to_sign = f"{_ALGORITHM}\n{timestamp}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    key = _signing_key(credentials.secret_key, date, region, service)
    signature = hmac.digest(key, to_sign.encode(), sha256).hex()
    credential = f"{credentials.access_key}/{scope}"
    authorization = f"{_ALGORITHM} Credential={credential}, SignedHeaders={signed}, Signature={signature}"
    return {**headers, "authorization": authorization}


@lru_cache(maxsize=8)  # good for a day: one for each service that a function calls, and the next day's
def _signing_key(secret_key: str, *scope: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (*scope, "aws4_request"):
        key = hmac.digest(key, part.encode(), sha256)
    return key
