"""WebSocket connections that API Gateway holds."""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from functions.runtime.aws.config import Config
from functions.runtime.clients import call_each
from functions.wire.models import WireModel

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

# For the client of the management API. An answer takes some milliseconds: who waits longer has a client that
# is not worth it. It must not try again by itself: after a lost answer that could send twice.
SENDING = Config(read_timeout=2, attempts=1)

# Seconds to wait before each further attempt when API Gateway is asked too much.
_PAUSES = (0.1, 0.3)


class ConnectionGoneError(Exception):
    """The client has left."""


class Connections:
    """Sends messages to clients."""

    def __init__(
        self,
        management_api: "ApiGatewayManagementApiClient",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Uses API Gateway's management API.

        Args:
            management_api: The client, configured with `SENDING`.
            sleep: Waits for some seconds.
        """
        self._management_api = management_api
        self._sleep = sleep

    def send(self, connection_id: str, message: WireModel) -> None:
        """Sends a message to a client.

        Args:
            connection_id: API Gateway's id of the connection.
            message: At most 128 KB as JSON, which is what API Gateway takes.

        Raises:
            ConnectionGoneError: There is no such connection any more.
        """
        for failure in self.send_each([connection_id], message).values():
            raise failure

    def send_each(self, connection_ids: Iterable[str], message: WireModel) -> dict[str, Exception]:
        """Sends a message to many clients at once.

        While API Gateway refuses it as one too many (429), it is tried twice more.

        Args:
            connection_ids: API Gateway's ids of the connections.
            message: At most 128 KB as JSON, which is what API Gateway takes.

        Returns:
            What `send` raises, by the connections that it raises it for.
        """
        data = message.to_json().encode()
        failures = self._post(connection_ids, data)
        for pause in _PAUSES:
            refused = [one for one, failure in failures.items() if self._is_throttled(failure)]
            if not refused:
                break
            self._sleep(pause)
            failures = {one: failure for one, failure in failures.items() if one not in refused}
            failures |= self._post(refused, data)
        return failures

    def _post(self, connection_ids: Iterable[str], data: bytes) -> dict[str, Exception]:
        ids = list(connection_ids)
        calls = [{"ConnectionId": one, "Data": data} for one in ids]
        results = call_each(self._management_api.post_to_connection, calls)
        failures = {
            one: result for one, result in zip(ids, results, strict=True) if isinstance(result, Exception)
        }
        gone = self._management_api.exceptions.GoneException
        return {
            one: ConnectionGoneError(one) if isinstance(failure, gone) else failure
            for one, failure in failures.items()
        }

    def _is_throttled(self, failure: Exception) -> bool:
        return isinstance(failure, self._management_api.exceptions.LimitExceededException)
