"""A call of an AWS service, as it is on the wire."""

import re
from dataclasses import dataclass
from email.message import Message
from enum import Enum, auto
from typing import Self
from urllib.parse import parse_qs

# Signature Version 4: the scope that a request's credentials are for names the service.
_SCOPE = re.compile(r"Credential=[^/]+/\d{8}/[^/]+/([^/]+)/aws4_request")


class Protocol(Enum):
    """How a service writes its errors.

    Attributes:
        JSON: The operation is in the header `x-amz-target`, and an error's code in the body.
        QUERY: The operation is in a form, and errors are XML.
        REST: The operation is method and path, and an error's code is in a header.
    """

    JSON = auto()
    QUERY = auto()
    REST = auto()


@dataclass(frozen=True)
class Call:
    """A signed request.

    Attributes:
        service: What it is signed for, such as `dynamodb`.
        operation: The service's operation, such as `PutItem`; of a REST service, its method and the part of
            the path that names a kind of thing, such as `POST @connections`.
        protocol: How errors are told.
        path: Its path, with the query.
        body: Its content.
    """

    service: str
    operation: str
    protocol: Protocol
    path: str
    body: bytes

    @classmethod
    def read(cls, method: str, path: str, headers: Message, body: bytes) -> Self | None:
        """Reads a request. One that nobody signed is no call of AWS.

        Args:
            method: The HTTP method.
            path: The path, with the query.
            headers: The headers, as `http.server` reads them.
            body: The content.
        """
        scope = _SCOPE.search(headers.get("Authorization", ""))
        if scope is None:
            return None
        if target := headers.get("X-Amz-Target"):
            return cls(scope[1], target.rpartition(".")[2], Protocol.JSON, path, body)
        if headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            [action] = parse_qs(body.decode())["Action"]
            return cls(scope[1], action, Protocol.QUERY, path, body)
        collection = next((part for part in path.split("/") if part.startswith("@")), "")
        return cls(scope[1], f"{method} {collection}".rstrip(), Protocol.REST, path, body)

    @property
    def name(self) -> str:
        """Service and operation, such as `dynamodb.PutItem`."""
        return f"{self.service}.{self.operation}"
