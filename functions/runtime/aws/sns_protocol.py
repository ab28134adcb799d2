"""AWS's query protocol, a form that is answered with XML, as far as SNS needs it.

https://docs.aws.amazon.com/sns/latest/api/CommonParameters.html
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError, fromstring

from functions.runtime.aws.answer import Answer
from functions.runtime.aws.request import Request

_VERSION = "2010-03-31"

# Parameters that are maps, with what their keys and values are called in the form.
_ENTRIES = {"Attributes": ("key", "value"), "MessageAttributes": ("Name", "Value")}


class SnsProtocol:
    """The protocol."""

    def write(self, operation: str, parameters: Mapping[str, Any]) -> Request:
        """Writes a call as `functions.runtime.aws.protocols.ServiceProtocol` says, as all here."""
        form = {"Action": operation, "Version": _VERSION, **dict(_fields(parameters))}
        headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
        return Request("/", headers, urlencode(form).encode())

    def read(self, answer: Answer) -> dict[str, Any]:
        result = next((part for part in _parse(answer.body) if part.tag.endswith("Result")), ())
        return {child.tag: _read(child) for child in result}

    def read_error(self, answer: Answer) -> dict[str, Any]:
        try:
            error = _parse(answer.body)
        except ParseError:  # a load balancer's page
            error = Element("ErrorResponse")
        code = error.findtext("Error/Code") or str(answer.status)
        return {"Error": {"Code": code, "Message": error.findtext("Error/Message", "")}}


def _fields(parameters: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in parameters.items():
        match value:
            case bool():
                yield prefix + name, str(value).lower()
            case Mapping():
                key, content = _ENTRIES[name]
                for number, (entry, attribute) in enumerate(value.items(), start=1):
                    yield f"{name}.entry.{number}.{key}", entry
                    if isinstance(attribute, str):
                        yield f"{name}.entry.{number}.{content}", attribute
                    else:
                        yield from _fields(attribute, f"{name}.entry.{number}.{content}.")
            case _:
                yield prefix + name, value


def _read(element: Element) -> str | dict[str, str]:
    """Reads a text, or a map of texts."""
    entries = element.findall("entry")
    if not entries:
        return element.text or ""
    return {entry.findtext("key", ""): entry.findtext("value", "") for entry in entries}


def _parse(body: bytes) -> Element:
    """Parses a document, without the namespace that all its names are in."""
    document = fromstring(body)  # noqa: S314 - from SNS
    for element in document.iter():
        element.tag = element.tag.rpartition("}")[2]
    return document
