from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from functions.blog_api.sessions.http_client import FetchError, fetch


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent."""

    def do_GET(self) -> None:
        self._answer(200, b"x" * (128 * 1024 + 1) if self.path == "/large" else self.path.encode())

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        self._answer(400, self.headers["content-type"].encode() + b" " + self.rfile.read(length))

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", f"{len(body)}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Says nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_what_is_at_a_url_is_got(url: str) -> None:
    assert fetch(f"{url}/path?a=b") == (200, b"/path?a=b")


def test_a_form_is_posted(url: str) -> None:
    assert fetch(url, {"a": "b c", "d": "&"}) == (400, b"application/x-www-form-urlencoded a=b+c&d=%26")


def test_too_much_is_not_read(url: str) -> None:
    with pytest.raises(FetchError, match="too much"):
        fetch(f"{url}/large")


def test_nobody_there_is_told(url: str) -> None:
    with HTTPServer(("127.0.0.1", 0), Echo) as closed:
        port = closed.server_port
    with pytest.raises(FetchError, match="did not answer"):
        fetch(f"{url.rpartition(':')[0]}:{port}/")
