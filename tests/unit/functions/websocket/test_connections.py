import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from functions.websocket.connections import ConnectionGoneError, Connections
from functions.websocket.messages import Subscribed


@pytest.fixture
def connections(management_api: Stubber) -> Connections:  # noqa: ARG001 (the client is stubbed)
    return Connections(boto3.client("apigatewaymanagementapi"))


def test_a_message_is_sent_as_json(connections: Connections, management_api: Stubber) -> None:
    management_api.add_response(
        "post_to_connection", {}, {"ConnectionId": "ann", "Data": b'{"type":"subscribed","postId":"1"}'}
    )
    connections.send("ann", Subscribed(post_id="1"))


def test_a_client_that_has_left_is_told_apart(connections: Connections, management_api: Stubber) -> None:
    management_api.add_client_error("post_to_connection", "GoneException", http_status_code=410)
    with pytest.raises(ConnectionGoneError):
        connections.send("ann", Subscribed(post_id="1"))


def test_other_failures_are_failures(connections: Connections, management_api: Stubber) -> None:
    management_api.add_client_error("post_to_connection", "LimitExceededException", http_status_code=429)
    with pytest.raises(ClientError):
        connections.send("ann", Subscribed(post_id="1"))
