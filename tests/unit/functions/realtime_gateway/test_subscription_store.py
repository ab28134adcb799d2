import pytest
from botocore.stub import Stubber

from functions.realtime_gateway.subscription_store import Subscription, SubscriptionStore
from functions.runtime.clients import make_client

CHANNEL = "topic#summer"
ANN = Subscription(channel=CHANNEL, connection_id="ann")
BOB = Subscription(channel=CHANNEL, connection_id="bob")

QUERY = {
    "TableName": "subscriptions",
    "KeyConditionExpression": "channel = :channel",
    "ExpressionAttributeValues": {":channel": {"S": CHANNEL}},
    "ProjectionExpression": "connectionId",
    "ConsistentRead": True,
}


def key(subscription: Subscription) -> dict[str, object]:
    return {"channel": {"S": subscription.channel}, "connectionId": {"S": subscription.connection_id}}


@pytest.fixture
def subscriptions(dynamodb: Stubber) -> SubscriptionStore:  # noqa: ARG001 - the client is stubbed
    return SubscriptionStore(make_client("dynamodb"), "subscriptions", clock=lambda: 1000.0)


def test_a_subscription_is_stored_for_two_hours(subscriptions: SubscriptionStore, dynamodb: Stubber) -> None:
    item = {**key(ANN), "expiresAt": {"N": "8200"}}
    dynamodb.add_response("put_item", {}, {"TableName": "subscriptions", "Item": item})
    subscriptions.put(ANN)


def test_a_subscription_is_deleted(subscriptions: SubscriptionStore, dynamodb: Stubber) -> None:
    dynamodb.add_response("delete_item", {}, {"TableName": "subscriptions", "Key": key(ANN)})
    subscriptions.delete(ANN)


def test_subscriptions_are_found_page_by_page_and_consistently(
    subscriptions: SubscriptionStore, dynamodb: Stubber
) -> None:
    page = {"Items": [{"connectionId": {"S": "ann"}}], "LastEvaluatedKey": key(ANN)}
    dynamodb.add_response("query", page, QUERY)
    dynamodb.add_response(
        "query", {"Items": [{"connectionId": {"S": "bob"}}]}, {**QUERY, "ExclusiveStartKey": key(ANN)}
    )
    assert list(subscriptions.find(CHANNEL)) == [ANN, BOB]


def test_subscriptions_are_found_behind_one(subscriptions: SubscriptionStore, dynamodb: Stubber) -> None:
    items = [{"connectionId": {"S": "bob"}}]
    dynamodb.add_response("query", {"Items": items}, {**QUERY, "ExclusiveStartKey": key(ANN)})
    assert list(subscriptions.find(CHANNEL, after=ANN)) == [BOB]


def test_all_subscriptions_of_a_connection_are_deleted(
    subscriptions: SubscriptionStore, dynamodb: Stubber
) -> None:
    channels = ("post#1", "topic#summer")
    dynamodb.add_response(
        "query",
        {"Items": [{"channel": {"S": channel}} for channel in channels]},
        {
            "TableName": "subscriptions",
            "IndexName": "connectionId-index",
            "KeyConditionExpression": "connectionId = :connection",
            "ExpressionAttributeValues": {":connection": {"S": "ann"}},
            "ProjectionExpression": "channel",
        },
    )
    for channel in channels:
        one = Subscription(channel=channel, connection_id="ann")
        dynamodb.add_response("delete_item", {}, {"TableName": "subscriptions", "Key": key(one)})
    subscriptions.delete_connection("ann")
