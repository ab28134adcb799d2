"""WebSocket connections that API Gateway holds."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from functions.runtime.aws.config import Config
from functions.wire.models import WireModel

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

# How many sends run at once: more bring nothing, for each costs 2 ms of processor time in Python.
MAXIMUM_SENDS = 16

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
        """Sends a message. While API Gateway refuses it as one too many (429), it is tried twice more.

        Args:
            connection_id: API Gateway's id of the connection.
            message: At most 128 KB as JSON, which is what API Gateway takes.

        Raises:
            ConnectionGoneError: There is no such connection any more.
        """
        data = message.to_json().encode()
        for pause in _PAUSES:
            try:
                self._post(connection_id, data)
            except self._management_api.exceptions.LimitExceededException:
                self._sleep(pause)
            else:
                return
        self._post(connection_id, data)

    def _post(self, connection_id: str, data: bytes) -> None:
        try:
            self._management_api.post_to_connection(ConnectionId=connection_id, Data=data)
        except self._management_api.exceptions.GoneException as error:
            raise ConnectionGoneError(connection_id) from error
