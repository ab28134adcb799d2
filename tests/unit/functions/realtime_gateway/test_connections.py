import pytest
from botocore.stub import Stubber

from functions.realtime_gateway.connections import SENDING, ConnectionGoneError, Connections
from functions.realtime_gateway.routes.messages import Pong
from functions.runtime.aws.errors import ClientError
from functions.runtime.clients import make_client

SENT = {"ConnectionId": "ann", "Data": b'{"type":"pong"}'}


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def connections(management_api: Stubber, pauses: list[float]) -> Connections:  # noqa: ARG001 - it is stubbed
    return Connections(make_client("apigatewaymanagementapi"), sleep=pauses.append)


def throttle(management_api: Stubber) -> None:
    management_api.add_client_error(
        "post_to_connection", "LimitExceededException", http_status_code=429, expected_params=SENT
    )


def test_a_message_is_sent_as_json(connections: Connections, management_api: Stubber) -> None:
    management_api.add_response("post_to_connection", {}, SENT)
    connections.send("ann", Pong())


def test_a_client_that_has_left_is_told_apart(connections: Connections, management_api: Stubber) -> None:
    management_api.add_client_error("post_to_connection", "GoneException", http_status_code=410)
    with pytest.raises(ConnectionGoneError):
        connections.send("ann", Pong())


def test_what_was_one_too_many_is_sent_after_a_pause(
    connections: Connections, management_api: Stubber, pauses: list[float]
) -> None:
    throttle(management_api)
    throttle(management_api)
    management_api.add_response("post_to_connection", {}, SENT)
    connections.send("ann", Pong())
    assert pauses == [0.1, 0.3]


def test_what_stays_one_too_many_is_a_failure(connections: Connections, management_api: Stubber) -> None:
    for _attempt in range(3):
        throttle(management_api)
    with pytest.raises(ClientError, match="LimitExceeded"):
        connections.send("ann", Pong())


def test_other_failures_are_failures_at_once(
    connections: Connections, management_api: Stubber, pauses: list[float]
) -> None:
    management_api.add_client_error("post_to_connection", "ForbiddenException", http_status_code=403)
    with pytest.raises(ClientError):
        connections.send("ann", Pong())
    assert pauses == []


def test_the_client_waits_not_long_and_sends_nothing_twice() -> None:
    assert SENDING.read_timeout == 2
    assert SENDING.attempts == 1
