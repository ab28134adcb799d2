"""HTTP client of the issuer: one request, without a library's weight."""

from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

# Signing in takes two requests, and the function has 10 seconds.
_TIMEOUT_SECONDS = 3

# Discovery documents and tokens have a few thousand bytes.
_MAXIMUM_BYTES = 128 * 1024


class FetchError(Exception):
    """There is no answer, or too much of it."""


def fetch(url: str, form: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Gets what is at a URL, or posts a form to it. Redirections are not followed.

    Args:
        url: The URL. A local issuer has `http`.
        form: The form's fields.

    Returns:
        The status code and the body.

    Raises:
        FetchError: Nobody answers in time, or with HTTP, or with at most 128 KiB.
    """
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    target = parts._replace(scheme="", netloc="").geturl()
    try:
        with closing(connect(parts.netloc, timeout=_TIMEOUT_SECONDS)) as connection:
            if form is None:
                connection.request("GET", target)
            else:
                headers = {"content-type": "application/x-www-form-urlencoded"}
                connection.request("POST", target, urlencode(form), headers)
            response = connection.getresponse()
            content = response.read(_MAXIMUM_BYTES + 1)
    except (OSError, HTTPException) as error:
        raise FetchError(f"{parts.netloc} did not answer") from error
    if len(content) > _MAXIMUM_BYTES:
        raise FetchError(f"{parts.netloc} answered with too much")
    return response.status, content
