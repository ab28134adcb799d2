"""The WebSocket connections that API Gateway holds."""

from typing import TYPE_CHECKING

from functions.wire_model import WireModel

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient


class ConnectionGoneError(Exception):
    """The client has left."""


class Connections:
    """Sends messages to clients."""

    def __init__(self, management_api: "ApiGatewayManagementApiClient") -> None:
        self._management_api = management_api

    def send(self, connection_id: str, message: WireModel) -> None:
        """Sends a message.

        Args:
            connection_id: API Gateway's id of the connection.
            message: At most 128 KB as JSON, which is what API Gateway takes.

        Raises:
            ConnectionGoneError: There is no such connection any more.
        """
        try:
            self._management_api.post_to_connection(
                ConnectionId=connection_id, Data=message.to_json().encode()
            )
        except self._management_api.exceptions.GoneException as error:
            raise ConnectionGoneError(connection_id) from error
