"""Client of one service, with the SDK's names: each operation is a method."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from time import sleep
from typing import Any, TypeVar
from urllib.parse import urlsplit

from functions.runtime.aws.answer import UnreadableAnswerError
from functions.runtime.aws.clock import Clock
from functions.runtime.aws.config import Config
from functions.runtime.aws.connection_pool import ConnectionPool, Exchange
from functions.runtime.aws.errors import ClientError, Exceptions
from functions.runtime.aws.request import Request
from functions.runtime.aws.retry import is_transient, pause
from functions.runtime.aws.service import Service
from functions.runtime.aws.signature import Credentials, sign

_Result = TypeVar("_Result")
Failure = ClientError | OSError | UnreadableAnswerError


class Client:
    """A client. Safe from any thread.

    Attributes:
        exceptions: The errors of the service.
    """

    def __init__(self, service: Service, region: str, endpoint: str, config: Config) -> None:
        """Connects to nobody yet.

        Args:
            service: The service.
            region: The region that requests are signed for.
            endpoint: The URL that the service has there.
            config: How long to wait, and how often to try a call that fails in a way that may be over soon.
        """
        parts = urlsplit(endpoint)
        self.exceptions = Exceptions()
        self._service = service
        self._region = region
        self._host, self._base = parts.netloc, parts.path.rstrip("/")
        self._pool = ConnectionPool(endpoint, config)
        self._attempts = config.attempts or service.attempts
        self._clock = Clock()

    def __getattr__(self, method: str) -> "Operation":
        """Returns the operation that a method is named after: `put_item` is `PutItem`."""
        return Operation(self, method.title().replace("_", ""))

    def call(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Calls an operation, more than once if need be.

        Raises:
            ClientError: The service refuses it.
            UnreachableError: There is no connection.
            OSError: There is no answer.
            UnreadableAnswerError: There is no answer that makes sense.
        """
        [result] = self.call_each(operation, [parameters])
        if isinstance(result, Exception):
            raise result
        return result

    def call_each(self, operation: str, calls: Iterable[Mapping[str, Any]]) -> list[dict[str, Any] | Failure]:
        """Makes many calls of an operation at once, and each of them more than once if need be.

        All are sent before the first answer is waited for, and all by one thread: that costs half the
        processor time of as many threads.

        Returns:
            For each call in turn what it returns, or raises as `call` does.
        """
        requests = [self._write(operation, parameters) for parameters in calls]
        results = self._exchange(operation, requests)
        for attempt in range(1, self._attempts):
            failed = {
                number: result
                for number, result in enumerate(results)
                if isinstance(result, Exception) and (is_transient(result) or self._clock.correct(result))
            }
            if not failed:
                break
            sleep(max(pause(failure, attempt) for failure in failed.values()))
            repeated = self._exchange(operation, [requests[number] for number in failed])
            for number, result in zip(failed, repeated, strict=True):
                results[number] = result
        return results

    def _exchange(self, operation: str, requests: Iterable[Request]) -> list[dict[str, Any] | Failure]:
        sent = [_attempt(self._send, request) for request in requests]
        return [
            one if isinstance(one, Exception) else _attempt(self._receive, operation, one) for one in sent
        ]

    def _write(self, operation: str, parameters: Mapping[str, Any]) -> Request:
        request = self._service.protocol.write(operation, parameters)
        headers = {**request.headers, "host": self._host}
        return Request(self._base + request.path, headers, request.body)

    def _send(self, request: Request) -> Exchange:
        credentials = Credentials.from_environment()
        name, now = self._service.signing_name, self._clock.now()
        headers = sign(request, credentials, self._region, name, now)
        return self._pool.send(request.path, headers, request.body)

    def _receive(self, operation: str, exchange: Exchange) -> dict[str, Any]:
        answer = exchange.answer()
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return self._service.protocol.read(answer)
        response = self._service.protocol.read_error(answer)
        raise self.exceptions.of_code(response["Error"]["Code"])(response, operation, answer)


def _attempt(function: Callable[..., _Result], *arguments: object) -> _Result | Failure:
    try:
        return function(*arguments)
    except (ClientError, OSError, UnreadableAnswerError) as error:
        return error


class Operation:
    """An operation of a service."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name

    def __call__(self, **parameters: object) -> dict[str, Any]:
        """Calls it. See `Client.call`."""
        return self._client.call(self._name, parameters)

    def each(self, calls: Iterable[Mapping[str, Any]]) -> list[dict[str, Any] | Failure]:
        """Calls it many times. See `Client.call_each`."""
        return self._client.call_each(self._name, calls)
