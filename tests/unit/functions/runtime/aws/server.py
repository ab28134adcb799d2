"""Server that answers from a script, and notes what it is asked."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext

from emulated_aws.faults.connection_reset import reset


@dataclass(frozen=True)
class Reply:
    """What a request gets.

    Attributes:
        status: The answer's status; without one the connection breaks.
        body: The answer's content.
        headers: Its headers.
        closes: Whether the server closes the connection afterwards, without a word of it.
        after: Seconds that it takes.
        requests: How many requests must have come before.
    """

    status: int | None = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    closes: bool = False
    after: float = 0
    requests: int = 0


@dataclass
class Server:
    """The server.

    Attributes:
        url: Where it is.
        replies: What the next requests get, in turn. When there are none left, each gets an empty answer.
        requests: The path, the headers and the body of each request so far.
        connections: How many connections there were.
        forgotten: How often all connections of that time were forgotten, without a sign. The next request on
            one of them is not served, and the connection is reset.
    """

    url: str
    replies: list[Reply] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    connections: int = 0
    forgotten: int = 0


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, server: list[Server], *arguments: object) -> None:
        [self._script] = server
        self._script.connections += 1
        self._forgotten_before = self._script.forgotten
        super().__init__(*arguments)  # type: ignore[arg-type] # as the server passes them

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self._forgotten_before < self._script.forgotten:
            self.close_connection = True
            reset(self.connection)
            return
        self._script.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        reply = self._script.replies.pop(0) if self._script.replies else Reply()
        time.sleep(reply.after)
        while len(self._script.requests) < reply.requests:
            time.sleep(0.001)
        self.close_connection = reply.closes or reply.status is None
        if reply.status is not None:
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    do_GET = do_POST  # noqa: N815 - the standard library's name

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


@contextmanager
def serving(tls: SSLContext | None = None) -> Iterator[Server]:
    """Runs a server for the length of a block: on 127.0.0.1, or over TLS on localhost."""
    script: list[Server] = []
    with _HttpServer(("127.0.0.1", 0), partial(_Handler, script)) as http_server:
        port = http_server.server_address[1]
        script.append(Server(f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"))
        if tls:
            http_server.socket = tls.wrap_socket(http_server.socket, server_side=True)
        threading.Thread(target=http_server.serve_forever, args=(0.01,), daemon=True).start()
        yield script[0]
        http_server.shutdown()
