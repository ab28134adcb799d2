"""Answers of a service, as they come over HTTP/1.1.

https://www.rfc-editor.org/rfc/rfc9112

The standard library reads them too, but takes headers for an email's: that was most of a call.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO, NamedTuple

# Bytes of a line, and lines of a head: those of http.client. AWS sends a small part of it.
_LONGEST_LINE = 65_536
_MOST_LINES = 100

_STATUS_LINE = re.compile(rb"(HTTP/1\.[01]) ([1-9][0-9]{2})(?: .*)?")
_WITHOUT_BODY = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}


class UnreadableAnswerError(Exception):
    """What came is no answer, or not all of one. The request may have been served."""


class Answer(NamedTuple):
    """An answer.

    Attributes:
        status: Its status.
        headers: Its headers, with names in lower case.
        body: Its content.
        is_last: Whether nothing comes after it over the same connection.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    is_last: bool = False


def read_answer(stream: BinaryIO) -> Answer:
    """Reads the answer to a POST request, and not a byte more.

    Raises:
        UnreadableAnswerError: There is none.
        OSError: The connection broke.
    """
    version, status = _read_status(stream)
    while status < HTTPStatus.OK:  # such as 103 Early Hints, which the answer follows
        for _ in _read_lines(stream):
            pass
        version, status = _read_status(stream)
    headers = _read_headers(stream)
    is_last = version == b"HTTP/1.0" or headers.get("connection", "").lower() == "close"
    if status in _WITHOUT_BODY:
        return Answer(status, headers, b"", is_last)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return Answer(status, headers, b"".join(_read_chunks(stream)), is_last)
    if length := headers.get("content-length"):
        return Answer(status, headers, _read_bytes(stream, _to_number(length.encode())), is_last)
    return Answer(status, headers, stream.read(), is_last=True)


def _read_status(stream: BinaryIO) -> tuple[bytes, int]:
    line = _STATUS_LINE.fullmatch(_read_line(stream))
    if not line:
        raise UnreadableAnswerError("what came is no answer of HTTP/1.1")
    return line[1], int(line[2])


def _read_headers(stream: BinaryIO) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in _read_lines(stream):
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon or name != name.strip():
            raise UnreadableAnswerError("a header of the answer has no name")
        name, value = name.lower(), value.strip()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Reads lines up to an empty one."""
    for _ in range(_MOST_LINES):
        line = _read_line(stream)
        if not line:
            return
        yield line
    raise UnreadableAnswerError(f"the answer has more than {_MOST_LINES} headers")


def _read_chunks(stream: BinaryIO) -> Iterator[bytes]:
    while size := _to_number(_read_line(stream).partition(b";")[0].strip(), base=16):
        yield _read_bytes(stream, size)
        if _read_line(stream):
            raise UnreadableAnswerError("a chunk of the answer is longer than it says")
    for _ in _read_lines(stream):  # fields may follow: nobody asked for them
        pass


def _read_line(stream: BinaryIO) -> bytes:
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise UnreadableAnswerError("the answer ended early, or has a line that does not")
    return line.rstrip(b"\r\n")


def _read_bytes(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise UnreadableAnswerError(f"the answer ended after {len(content)} of {count} bytes")
    return content


def _to_number(digits: bytes, base: int = 10) -> int:
    if not digits.isalnum():  # int() takes signs, spaces and underscores
        raise UnreadableAnswerError("the answer says no length")
    try:
        return int(digits, base)
    except ValueError as error:
        raise UnreadableAnswerError("the answer says no length") from error
