from collections.abc import Callable, Mapping

import boto3
import pytest
from botocore.stub import Stubber

from functions.websocket.store import Claim, EnrichedPostStore, Subscription, SubscriptionStore, post_channel
from tests.unit.functions.websocket.world import MESSAGE, POST_ID

SUBSCRIPTION = Subscription(post_channel(POST_ID), "ann")
KEY = {"channel": {"S": f"post#{POST_ID}"}, "connectionId": {"S": "ann"}}

IS_FREE = "attribute_not_exists(delivered) AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)"
EXISTS = "attribute_exists(connectionId)"

# At second 1000: the time and the end of a lease in milliseconds, and the end of the connection in seconds.
NOW, UNTIL, EXPIRY = {"N": "1000000"}, {"N": "1015000"}, {"N": "8200"}


@pytest.fixture
def subscriptions(dynamodb: Stubber) -> SubscriptionStore:  # noqa: ARG001 (the client is stubbed)
    return SubscriptionStore(boto3.client("dynamodb"), "subscriptions", clock=lambda: 1000.0)


@pytest.fixture
def enriched_posts(dynamodb: Stubber) -> EnrichedPostStore:  # noqa: ARG001 (the client is stubbed)
    return EnrichedPostStore(boto3.client("dynamodb"), "enriched-posts")


def update(expression: str, condition: str, values: Mapping[str, object]) -> dict[str, object]:
    return {
        "TableName": "subscriptions",
        "Key": KEY,
        "UpdateExpression": expression,
        "ConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


def test_opening_stores_and_leases_a_free_subscription(
    subscriptions: SubscriptionStore, dynamodb: Stubber
) -> None:
    values = {":now": NOW, ":until": UNTIL, ":expiry": EXPIRY}
    dynamodb.add_response(
        "update_item", {}, update("SET leaseUntil = :until, expiresAt = :expiry", IS_FREE, values)
    )
    assert subscriptions.open(SUBSCRIPTION) is Claim.LEASED


def test_claiming_leases_a_free_subscription_but_makes_none(
    subscriptions: SubscriptionStore, dynamodb: Stubber
) -> None:
    values = {":now": NOW, ":until": UNTIL}
    dynamodb.add_response(
        "update_item", {}, update("SET leaseUntil = :until", f"{EXISTS} AND {IS_FREE}", values)
    )
    assert subscriptions.claim(SUBSCRIPTION) is Claim.LEASED


@pytest.mark.parametrize(
    ("item", "claim"),
    [
        (None, Claim.GONE),
        ({**KEY, "leaseUntil": UNTIL}, Claim.HELD),
        ({**KEY, "leaseUntil": UNTIL, "delivered": {"BOOL": True}}, Claim.DELIVERED),
    ],
)
def test_who_gets_no_lease_is_told_why(
    subscriptions: SubscriptionStore, dynamodb: Stubber, item: dict[str, object] | None, claim: Claim
) -> None:
    dynamodb.add_client_error(
        "update_item",
        "ConditionalCheckFailedException",
        modeled_fields={"Item": item} if item else None,
    )
    assert subscriptions.claim(SUBSCRIPTION) is claim


def test_a_lease_is_released(subscriptions: SubscriptionStore, dynamodb: Stubber) -> None:
    dynamodb.add_response("update_item", {}, update("SET leaseUntil = :past", EXISTS, {":past": {"N": "0"}}))
    subscriptions.release(SUBSCRIPTION)


def test_a_delivery_is_marked(subscriptions: SubscriptionStore, dynamodb: Stubber) -> None:
    values = {":true": {"BOOL": True}}
    dynamodb.add_response("update_item", {}, update("SET delivered = :true", EXISTS, values))
    subscriptions.mark_delivered(SUBSCRIPTION)


@pytest.mark.parametrize("change", [SubscriptionStore.release, SubscriptionStore.mark_delivered])
def test_a_subscription_that_was_deleted_does_not_come_back(
    subscriptions: SubscriptionStore,
    dynamodb: Stubber,
    change: Callable[[SubscriptionStore, Subscription], None],
) -> None:
    dynamodb.add_client_error("update_item", "ConditionalCheckFailedException")
    change(subscriptions, SUBSCRIPTION)


def test_open_subscriptions_are_found_page_by_page_and_consistently(
    subscriptions: SubscriptionStore, dynamodb: Stubber
) -> None:
    query = {
        "TableName": "subscriptions",
        "KeyConditionExpression": "channel = :channel",
        "FilterExpression": "attribute_not_exists(delivered)",
        "ExpressionAttributeValues": {":channel": KEY["channel"]},
        "ProjectionExpression": "connectionId",
        "ConsistentRead": True,
    }
    page = {"Items": [{"connectionId": {"S": "ann"}}], "LastEvaluatedKey": KEY}
    dynamodb.add_response("query", page, query)
    dynamodb.add_response(
        "query", {"Items": [{"connectionId": {"S": "bob"}}]}, {**query, "ExclusiveStartKey": KEY}
    )
    found = list(subscriptions.find_open(SUBSCRIPTION.channel))
    assert [subscription.connection_id for subscription in found] == ["ann", "bob"]


def test_all_subscriptions_of_a_connection_are_deleted(
    subscriptions: SubscriptionStore, dynamodb: Stubber
) -> None:
    dynamodb.add_response(
        "query",
        {"Items": [{"channel": {"S": "post#1"}}, {"channel": {"S": "post#2"}}]},
        {
            "TableName": "subscriptions",
            "IndexName": "connectionId-index",
            "KeyConditionExpression": "connectionId = :connection",
            "ExpressionAttributeValues": {":connection": {"S": "ann"}},
            "ProjectionExpression": "channel",
        },
    )
    for channel in ("post#1", "post#2"):
        key = {"channel": {"S": channel}, "connectionId": {"S": "ann"}}
        dynamodb.add_response("delete_item", {}, {"TableName": "subscriptions", "Key": key})
    subscriptions.delete_connection("ann")


def test_an_enriched_post_is_kept_and_read_consistently(
    enriched_posts: EnrichedPostStore, dynamodb: Stubber
) -> None:
    item = {"postId": {"S": POST_ID}, "message": {"S": MESSAGE.to_json()}}
    request = {"TableName": "enriched-posts", "Key": {"postId": {"S": POST_ID}}, "ConsistentRead": True}
    dynamodb.add_response("put_item", {}, {"TableName": "enriched-posts", "Item": item})
    dynamodb.add_response("get_item", {"Item": item}, request)
    dynamodb.add_response("get_item", {}, request)
    enriched_posts.put(MESSAGE)
    assert enriched_posts.find(POST_ID) == MESSAGE
    assert enriched_posts.find(POST_ID) is None
