"""A connection to a service, which carries one request after the other."""

import select
import socket
import ssl
import time
from functools import cache
from urllib.parse import SplitResult

from functions.runtime.aws.answer import Answer, read_answer

_PORTS = {"http": 80, "https": 443}


class Connection:
    """A connection."""

    def __init__(self, server: SplitResult, timeout: float) -> None:
        """Connects.

        Args:
            server: The server's URL.
            timeout: Seconds to wait for it.

        Raises:
            OSError: There is no connection, or none that can be trusted.
        """
        host = server.hostname or ""
        self._socket = socket.create_connection((host, server.port or _PORTS[server.scheme]), timeout)
        # A request goes out at once, and does not wait until the server has acknowledged the one before.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server.scheme == "https":
            self._socket = _tls_context().wrap_socket(self._socket, server_hostname=host)
        self._stream = self._socket.makefile("rb")

    def send(self, request: bytes, timeout: float) -> None:
        """Sends a request.

        Args:
            request: The request.
            timeout: Seconds in which it must be gone.
        """
        self._socket.settimeout(timeout)
        self._socket.sendall(request)

    def receive(self, timeout: float) -> Answer:
        """Waits for the answer.

        Args:
            timeout: Seconds in which anything must come.
        """
        self._socket.settimeout(timeout)
        answer = read_answer(self._stream)
        self._idle_since = time.monotonic()
        return answer

    def is_stale(self, oldest: float) -> bool:
        """Tells whether it must not be used again.

        Args:
            oldest: The time, by `time.monotonic`, since which it must have been used.

        Returns:
            True if it was not, or if the server has closed it: nothing else makes an idle one readable.
        """
        if self._idle_since <= oldest:
            return True
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(0))

    def close(self) -> None:
        """Closes it."""
        self._stream.close()
        self._socket.close()


@cache
def _tls_context() -> ssl.SSLContext:
    """Makes what all connections share: to read the certificates takes 30 ms."""
    return ssl.create_default_context()
