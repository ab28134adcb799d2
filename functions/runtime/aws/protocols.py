"""Protocols that services speak: how a call is written as a request, and what an answer says.

https://smithy.io/2.0/aws/protocols/index.html
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote
from zlib import crc32

from functions.runtime.aws.answer import Answer, UnreadableAnswerError
from functions.runtime.aws.request import Request


class ServiceProtocol(Protocol):
    """A protocol, as one service speaks it."""

    def write(self, operation: str, parameters: Mapping[str, Any]) -> Request:
        """Writes a call.

        Args:
            operation: The operation's name, such as `PutItem`.
            parameters: Its parameters, as the SDK takes them.
        """

    def read(self, answer: Answer) -> dict[str, Any]:
        """Reads the answer to a call that succeeded."""

    def read_error(self, answer: Answer) -> dict[str, Any]:
        """Reads the answer to one that failed: `Error` with `Code` and `Message`, and what else it says."""


class JsonProtocol:
    """AWS JSON 1.0 or 1.1: one path for all operations, and everything in JSON."""

    def __init__(self, target: str, version: str) -> None:
        """Takes the name that the service has in the header `x-amz-target`, and the protocol's version."""
        self._target = target
        self._content_type = f"application/x-amz-json-{version}"

    def write(self, operation: str, parameters: Mapping[str, Any]) -> Request:
        headers = {"content-type": self._content_type, "x-amz-target": f"{self._target}.{operation}"}
        return Request("/", headers, json.dumps(parameters, default=_write_time).encode())

    def read(self, answer: Answer) -> dict[str, Any]:
        _check(answer)
        content: dict[str, Any] = json.loads(answer.body or b"{}")
        return content

    def read_error(self, answer: Answer) -> dict[str, Any]:
        _check(answer)
        return _read_json_error(answer)


def _write_time(value: datetime) -> float:
    return value.timestamp()


def _check(answer: Answer) -> None:
    """Holds an answer of DynamoDB to its checksum: one that is not what was sent counts as none."""
    checksum = answer.headers.get("x-amz-crc32")
    if checksum is not None and int(checksum) != crc32(answer.body):
        raise UnreadableAnswerError("the answer has another checksum than its header x-amz-crc32 says")


class ManagementProtocol:
    """REST, as API Gateway speaks it about connections of a WebSocket API: their one operation here."""

    def write(self, operation: str, parameters: Mapping[str, Any]) -> Request:
        if operation != "PostToConnection":
            raise NotImplementedError(operation)
        connection = quote(parameters["ConnectionId"], safe="-._~")
        return Request(f"/@connections/{connection}", {}, parameters["Data"])

    def read(self, _answer: Answer) -> dict[str, Any]:
        return {}

    def read_error(self, answer: Answer) -> dict[str, Any]:
        return _read_json_error(answer)


def _read_json_error(answer: Answer) -> dict[str, Any]:
    """Reads an error's code from header or body: `namespace#Code:link`, of which only the code is told."""
    try:
        content = json.loads(answer.body)
    except ValueError:  # a load balancer's page
        content = {}
    name = answer.headers.get("x-amzn-errortype") or content.get("__type") or str(answer.status)
    code = name.partition(":")[0].rpartition("#")[2]
    message = content.get("message") or content.get("Message") or ""
    return {**content, "Error": {"Code": code, "Message": message}}
