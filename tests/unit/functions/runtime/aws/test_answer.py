"""Answers, beside what http.client reads."""

from http.client import HTTPResponse
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest

from functions.runtime.aws.answer import Answer, UnreadableAnswerError, read_answer

if TYPE_CHECKING:
    from socket import socket

LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx-amz-crc32: 12\r\n\r\nhello"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
    b"3\r\nhel\r\n00A;x=y\r\nlo, there!\r\n0\r\nx-after: 1\r\n\r\n"
)
WHOLE = {
    "a length": LENGTH,
    "no content": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "a status that has none": b"HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n",
    "chunks": CHUNKED,
    "an error": b"HTTP/1.1 400 Bad Request\r\nx-amzn-ErrorType: a:b\r\nContent-Length: 2\r\n\r\n{}",
    "a header without a value": b"HTTP/1.1 200 OK\r\nx-empty:\r\nContent-Length: 1\r\n\r\nx",
    "a header twice": b"HTTP/1.1 200 OK\r\nVary: a\r\nvary:  b \r\nContent-Length: 1\r\n\r\nx",
    "letters beyond ASCII": "HTTP/1.1 200 Où\r\nx-name: Zoë\r\nContent-Length: 1\r\n\r\nx".encode("latin-1"),
    "no reason": b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 1\n\nx",
    "an answer that goes before": b"HTTP/1.1 100 Continue\r\n\r\n" + LENGTH,
    "notice of the end": b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 1\r\n\r\nx",
}
UNTIL_THE_END = {
    "no length": b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html>",
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\nhello",
    "HTTP/1.0 with a length": b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
}
NONE = {
    "nothing": b"",
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "another version": b"HTTP/2 200\r\n\r\n",
    "no status": b"HTTP/1.1 OK\r\n\r\n",
    "half a status": b"HTTP/1.1 20\r\n\r\n",
    "a header without a name": b"HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
    "a header on two lines": b"HTTP/1.1 200 OK\r\nx: 1,\r\n 2: 3\r\nContent-Length: 0\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
    "a length below nothing": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nxy",
    "a length in words": b"HTTP/1.1 200 OK\r\nContent-Length: one\r\n\r\nx",
    "a length in other digits": "HTTP/1.1 200 OK\r\nContent-Length: \xb2\r\n\r\nxy".encode("latin-1"),
    "a chunk without a size": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nx\r\n0\r\n\r\n",
    "a chunk that is too long": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n",
    "a line without an end": b"HTTP/1.1 200 OK\r\nx: " + b"x" * 70_000 + b"\r\n\r\n",
    "too many headers": b"HTTP/1.1 200 OK\r\n" + b"x: 1\r\n" * 101 + b"\r\n",
}


class _Socket:
    """A socket that http.client reads from."""

    def __init__(self, received: bytes) -> None:
        self._received = received

    def makefile(self, _mode: str) -> BytesIO:
        return BytesIO(self._received)


def by_the_standard_library(received: bytes) -> Answer:
    response = HTTPResponse(cast("socket", _Socket(received)), method="POST")
    response.begin()
    values = {name: response.headers.get_all(name, ()) for name in response.headers}
    headers = {name.lower(): ", ".join(map(str.strip, values[name])) for name in values}
    is_last = bool(response.will_close)
    return Answer(response.status, headers, response.read(), is_last)


@pytest.mark.parametrize("received", [*WHOLE.values(), *UNTIL_THE_END.values()], ids=[*WHOLE, *UNTIL_THE_END])
def test_an_answer_is_what_the_standard_library_reads(received: bytes) -> None:
    expected = by_the_standard_library(received)
    assert read_answer(BytesIO(received)) == expected
    assert expected.status >= 200


@pytest.mark.parametrize("received", WHOLE.values(), ids=WHOLE)
def test_the_next_answer_is_left_alone(received: bytes) -> None:
    stream = BytesIO(received + LENGTH)
    read_answer(stream)
    assert read_answer(stream).body == b"hello"


@pytest.mark.parametrize("received", WHOLE.values(), ids=WHOLE)
def test_an_answer_that_breaks_off_anywhere_is_none(received: bytes) -> None:
    for length in range(len(received)):
        with pytest.raises(UnreadableAnswerError):
            read_answer(BytesIO(received[:length]))


@pytest.mark.parametrize("received", NONE.values(), ids=NONE)
def test_what_is_no_answer_is_refused(received: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        read_answer(BytesIO(received))


def test_chunks_are_put_together() -> None:
    assert read_answer(BytesIO(CHUNKED)) == Answer(200, {"transfer-encoding": "Chunked"}, b"hello, there!")
