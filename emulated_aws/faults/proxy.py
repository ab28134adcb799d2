"""Proxy before an AWS, which makes some of the calls fail."""

import os
import signal
import socket
import socketserver
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import Self
from urllib.parse import urlsplit

from emulated_aws.faults.call import Call
from emulated_aws.faults.connection_reset import reset
from emulated_aws.faults.peer_process import find_process
from emulated_aws.faults.schedule import Fault, Schedule
from emulated_aws.faults.service_error import Response, internal_error, throttling_error

_HOP_BY_HOP = {"connection", "content-length", "keep-alive", "proxy-connection", "transfer-encoding"}
"""Headers that are about one connection (RFC 9110, 7.6.1), or that are written anew."""


@dataclass(frozen=True)
class Incident:
    """A fault that happened.

    Attributes:
        fault: What became of the call.
        call: The call.
    """

    fault: Fault
    call: Call


class FaultProxy:
    """An HTTP proxy, as `HTTP_PROXY` names one, for the length of a `with` block. At first it passes all on.

    Args:
        upstream: URL of the AWS that is called, such as `http://127.0.0.1:4566`. Requests end there,
            whatever they name.
        schedule: Which calls fail, and how, while faults are on.

    Attributes:
        url: The proxy's own URL.
        is_on: Whether calls fail.
        incidents: What happened, in order.
    """

    def __init__(self, upstream: str, schedule: Schedule) -> None:
        self._upstream = urlsplit(upstream).netloc
        self._schedule = schedule
        self.is_on = False
        self.incidents: list[Incident] = []
        self._forgot_at = 0.0

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), partial(_Handler, self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def forget_connections(self) -> None:
        """Forgets the connections that are idle now, without a sign: each is reset at its next request.

        That is what clients find of their connections after they were frozen.
        """
        self._forgot_at = time.monotonic()

    def _decide(self, call: Call) -> Fault | None:
        fault = self._schedule.next_fault(call.name) if self.is_on else None
        if fault is not None:
            self.incidents.append(Incident(fault, call))
        return fault


class _Server(socketserver.ThreadingTCPServer):
    """A thread for each connection, which ends with its client's."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: clients are killed here, and others end in the middle of an answer."""


class _Handler(BaseHTTPRequestHandler):
    """One connection of a client, and one of its own to the AWS."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer in one piece

    def __init__(
        self,
        proxy: FaultProxy,
        request: socket.socket,
        client_address: tuple[str, int],
        server: _Server,
    ) -> None:
        self._proxy = proxy
        self._upstream = HTTPConnection(proxy._upstream)
        self._idle_since = time.monotonic()
        super().__init__(request, client_address, server)

    def finish(self) -> None:
        self._upstream.close()
        with suppress(OSError):
            super().finish()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self._idle_since < self._proxy._forgot_at:
            self.close_connection = True
            reset(self.connection)
            return
        self.path = (
            urlsplit(self.path)._replace(scheme="", netloc="").geturl()
        )  # a proxy is told the whole URL
        call = Call.read(self.command, self.path, self.headers, body)
        fault = self._proxy._decide(call) if call else None
        if call is None or fault is None:
            self._answer(self._pass_on(body))
            return
        match fault:
            case Fault.FAILED:
                self._answer(internal_error(call.service).answer(call))
            case Fault.THROTTLED:
                self._answer(throttling_error(call.service).answer(call))
            case Fault.DROPPED:
                self._drop()
            case Fault.ANSWER_LOST:
                self._pass_on(body)
                self._drop()
            case Fault.TWICE:
                self._pass_on(body)
                self._answer(self._pass_on(body))
            case Fault.KILLED_BEFORE:
                self._kill()
            case Fault.KILLED_AFTER:
                self._pass_on(body)
                self._kill()

    do_DELETE = do_GET = do_POST = do_PUT = _serve  # noqa: N815 - the standard library's names

    def _pass_on(self, body: bytes) -> Response:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP_BY_HOP}
        self._upstream.request(self.command, self.path, body, headers)
        response = self._upstream.getresponse()
        return response.status, dict(response.getheaders()), response.read()

    def _answer(self, response: Response) -> None:
        status, headers, body = response
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self._idle_since = time.monotonic()  # before the client has the answer, and may have it forgotten
        self.wfile.flush()

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _kill(self) -> None:
        server_port = self.connection.getsockname()[1]
        process = find_process(self.client_address[1], server_port)
        if process is not None and process != os.getpid():
            os.kill(process, signal.SIGKILL)
        self._drop()

    def log_message(self, *_: object) -> None:
        """Logs nothing: `FaultProxy.incidents` has what matters."""
