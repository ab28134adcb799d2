import json
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from functions.realtime_gateway.routes.handler import handle
from tests.events import load_event
from tests.unit.functions.call import Call

EVENT = load_event("websocket_message")
CONNECTION = EVENT["requestContext"]["connectionId"]
REQUEST = EVENT["requestContext"]["requestId"]


def call(route: str, body: str | None = None, event_type: str = "MESSAGE") -> None:
    context = {**EVENT["requestContext"], "routeKey": route, "eventType": event_type}
    event = {**EVENT, "requestContext": context}
    if body is not None:
        event["body"] = body
    assert handle(event, Call()) == {"statusCode": 200}


def expect_message(management_api: Stubber, message: dict[str, Any]) -> None:
    data = json.dumps(message, separators=(",", ":")).encode()
    management_api.add_response("post_to_connection", {}, {"ConnectionId": CONNECTION, "Data": data})


def test_connecting_stores_nothing() -> None:
    call("$connect", event_type="CONNECT")


def test_disconnecting_deletes_the_connections_subscriptions(dynamodb: Stubber) -> None:
    dynamodb.add_response("query", {"Items": [{"channel": {"S": "post#1"}}]})
    dynamodb.add_response(
        "delete_item",
        {},
        {
            "TableName": "subscriptions",
            "Key": {"channel": {"S": "post#1"}, "connectionId": {"S": CONNECTION}},
        },
    )
    call("$disconnect", event_type="DISCONNECT")


@pytest.mark.parametrize("action", ["$connect", "$disconnect", "$default"])
def test_a_message_cannot_pass_for_an_event_of_the_connection(action: str, management_api: Stubber) -> None:
    management_api.add_response("post_to_connection", {}, {"ConnectionId": CONNECTION, "Data": ANY})
    call(action, json.dumps({"action": action}))


def test_a_subscription_to_a_post_is_acknowledged(dynamodb: Stubber, management_api: Stubber) -> None:
    dynamodb.add_response("update_item", {})
    dynamodb.add_response("put_item", {})
    expect_message(management_api, {"type": "subscribed", "postId": "01KJMBQDE00000000000000J0E"})
    dynamodb.add_response("update_item", {})
    dynamodb.add_response("get_item", {})
    call("subscribe")


def test_a_subscription_to_a_topic_is_acknowledged(dynamodb: Stubber, management_api: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    expect_message(management_api, {"type": "subscribed", "topic": "Summer", "topicKey": "summer"})
    call("subscribe", '{"action": "subscribe", "topic": "Summer"}')


def test_the_end_of_a_subscription_is_acknowledged(dynamodb: Stubber, management_api: Stubber) -> None:
    key = {"channel": {"S": "topic#summer"}, "connectionId": {"S": CONNECTION}}
    dynamodb.add_response("delete_item", {}, {"TableName": "subscriptions", "Key": key})
    expect_message(management_api, {"type": "unsubscribed", "topic": "Summer", "topicKey": "summer"})
    call("unsubscribe", '{"action": "unsubscribe", "topic": "Summer"}')


def test_a_ping_is_answered(management_api: Stubber) -> None:
    expect_message(management_api, {"type": "pong"})
    call("ping", '{"action": "ping"}')


@pytest.mark.parametrize(
    ("route", "content", "message"),
    [
        ("subscribe", {}, "exactly one of postId and topic is required"),
        ("subscribe", {"postId": "1"}, "postId must be the id of a post (a ULID)"),
        ("subscribe", {"postId": 1, "x": 1}, "postId must be a string; x is not a known field"),
        ("unsubscribe", {}, "exactly one of postId and topic is required"),
        ("ping", {"x": 1}, "x is not a known field"),
    ],
)
def test_a_bad_message_is_told_what_is_wrong(
    management_api: Stubber, route: str, content: dict[str, object], message: str
) -> None:
    expect_message(management_api, {"type": "error", "message": message, "action": route})
    call(route, json.dumps({"action": route, **content}))


@pytest.mark.parametrize("body", ['{"action": "dance"}', "hello", ""])
def test_an_unknown_message_is_told_what_is_known(management_api: Stubber, body: str) -> None:
    message = "The message must be JSON whose action is subscribe, unsubscribe or ping."
    expect_message(management_api, {"type": "error", "message": message})
    call("$default", body)


def test_an_unexpected_failure_is_told_with_its_request_id(
    dynamodb: Stubber, management_api: Stubber, capsys: pytest.CaptureFixture[str]
) -> None:
    dynamodb.add_client_error("update_item", "AccessDeniedException", "the secret")
    message = "This failed unexpectedly: try again."
    expect_message(management_api, {"type": "error", "message": message, "requestId": REQUEST})
    call("subscribe")
    assert "the secret" in capsys.readouterr().out


def test_a_client_that_has_left_is_no_failure(dynamodb: Stubber, management_api: Stubber) -> None:
    dynamodb.add_response("update_item", {})
    dynamodb.add_response("put_item", {})
    management_api.add_client_error("post_to_connection", "GoneException", http_status_code=410)
    dynamodb.add_response("query", {"Items": []})
    dynamodb.add_response("update_item", {})
    call("subscribe")


def test_an_error_that_nobody_is_left_to_read_is_no_failure(management_api: Stubber) -> None:
    management_api.add_client_error(
        "post_to_connection",
        "GoneException",
        http_status_code=410,
        expected_params={"ConnectionId": CONNECTION, "Data": ANY},
    )
    call("$default", "hello")
