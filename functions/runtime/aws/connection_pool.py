"""Connections to one service, which are kept and used again."""

import os
import time
from urllib.parse import urlsplit

from functions.runtime import invocation
from functions.runtime.aws.answer import Answer
from functions.runtime.aws.config import Config
from functions.runtime.aws.connection import Connection
from functions.runtime.aws.errors import UnreachableError

# Lambda drops idle connections without a sign: https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html
# AWS's SDK for Java trusts one for as long as this, its `DEFAULT_VALIDATE_AFTER_INACTIVITY_MILLIS`:
# https://github.com/aws/aws-sdk-java/blob/master/aws-java-sdk-core/src/main/java/com/amazonaws/ClientConfiguration.java
_IDLE_SECONDS = 5


class Exchange:
    """A request that is sent, and has no answer yet."""

    def __init__(self, pool: "ConnectionPool", connection: Connection, seconds: float) -> None:
        self._pool = pool
        self._connection = connection
        self._deadline = time.monotonic() + seconds

    def answer(self) -> Answer:
        """Waits for the answer.

        Raises:
            OSError: There is none in time, or the connection broke. The request may have been served.
            UnreadableAnswerError: What comes is no answer.
        """
        connection = self._connection
        try:
            answer = connection.receive(max(self._deadline - time.monotonic(), 0.001))
        except BaseException:
            self._pool.discard(connection)
            raise
        if answer.is_last:
            connection.close()
        else:
            self._pool.keep(connection)
        return answer


class ConnectionPool:
    """Connections to a server, as many as are in use at once. Safe from any thread."""

    def __init__(self, url: str, config: Config) -> None:
        """Connects to nobody yet.

        Args:
            url: The server's. One with `http` is reached through the proxy that HTTP_PROXY names, if it does.
            config: How long to wait.
        """
        self._url = urlsplit(url)
        proxy = os.environ.get("HTTP_PROXY") if self._url.scheme == "http" else None
        self._prefix = f"http://{self._url.netloc}" if proxy else ""  # a proxy is told the whole URL
        self._server = urlsplit(proxy) if proxy else self._url
        self._config = config
        self._idle: list[Connection] = []

    def send(self, path: str, headers: dict[str, str], body: bytes) -> Exchange:
        """Sends a POST request, and does not wait for the answer.

        Raises:
            UnreachableError: The server cannot be reached.
            OSError: The connection broke. The request may have been served.
        """
        fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST {self._prefix}{path} HTTP/1.1\r\n{fields}content-length: {len(body)}\r\n\r\n"
        connection = self._take()
        try:
            connection.send(head.encode("ascii") + body, self._config.read_timeout)
        except BaseException:
            self.discard(connection)
            raise
        return Exchange(self, connection, self._config.read_timeout)

    def keep(self, connection: Connection) -> None:
        """Takes a connection back."""
        self._idle.append(connection)

    def discard(self, connection: Connection) -> None:
        """Closes a connection that broke, and all idle ones: what broke it may have broken them too."""
        broken: Connection | None = connection
        while broken:
            broken.close()
            broken = self._pop()

    def _take(self) -> Connection:
        oldest = time.monotonic() - _IDLE_SECONDS
        if self._config.is_fresh:  # a connection may die in any freeze, however short
            oldest = max(oldest, invocation.began_at())
        while connection := self._pop():
            if not connection.is_stale(oldest):
                return connection
            connection.close()
        try:
            return Connection(self._server, self._config.connect_timeout)
        except OSError as error:
            raise UnreachableError(f"{self._url.netloc} cannot be reached: {error}") from error

    def _pop(self) -> Connection | None:
        try:
            return self._idle.pop()
        except IndexError:  # asking first would not help: other threads take connections, too
            return None
