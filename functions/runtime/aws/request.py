"""Requests to a service."""

from typing import NamedTuple


class Request(NamedTuple):
    """A POST request, as all calls here are.

    Attributes:
        path: Its path, percent-encoded and without a query.
        headers: Its headers, with names in lower case.
        body: Its content.
    """

    path: str
    headers: dict[str, str]
    body: bytes
