import pytest
from botocore.stub import Stubber

from functions.event_pipeline.email_subscriptions.subscriber_store import Subscriber, SubscriberStore
from functions.runtime.clients import make_client

EMAIL = "ann@example.com"
KEY = {"email": {"S": EMAIL}}
ITEM = {**KEY, "firstTopics": {"L": [{"S": "summer"}]}}


@pytest.fixture
def subscribers(dynamodb: Stubber) -> SubscriberStore:  # noqa: ARG001 - the client is stubbed
    return SubscriberStore(make_client("dynamodb"), "subscriptions")


def refuse(dynamodb: Stubber, operation: str, item: object = None) -> None:
    dynamodb.add_client_error(
        operation,
        "ConditionalCheckFailedException",
        modeled_fields={"Item": item} if item else None,
    )


def test_a_new_address_is_put_unless_it_is_there(subscribers: SubscriberStore, dynamodb: Stubber) -> None:
    dynamodb.add_response(
        "put_item",
        {},
        {
            "TableName": "subscriptions",
            "Item": ITEM,
            "ConditionExpression": "attribute_not_exists(email)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        },
    )
    assert subscribers.remember(EMAIL, ["summer"]) == Subscriber(EMAIL, ["summer"])


def test_a_known_address_keeps_its_first_topics(subscribers: SubscriberStore, dynamodb: Stubber) -> None:
    refuse(dynamodb, "put_item", ITEM)
    refuse(dynamodb, "put_item", {**ITEM, "subscriptionArn": {"S": "arn"}})
    assert subscribers.remember(EMAIL, ["winter"]) == Subscriber(EMAIL, ["summer"])
    assert subscribers.remember(EMAIL, ["winter"]) == Subscriber(EMAIL, ["summer"], "arn")


def test_a_subscription_is_kept(subscribers: SubscriberStore, dynamodb: Stubber) -> None:
    dynamodb.add_response(
        "update_item",
        {},
        {
            "TableName": "subscriptions",
            "Key": KEY,
            "UpdateExpression": "SET subscriptionArn = :arn",
            "ExpressionAttributeValues": {":arn": {"S": "arn"}},
        },
    )
    subscribers.keep_subscription(EMAIL, "arn")


def test_an_address_is_forgotten_only_with_the_subscription_that_is_gone(
    subscribers: SubscriberStore, dynamodb: Stubber
) -> None:
    dynamodb.add_response(
        "delete_item",
        {},
        {
            "TableName": "subscriptions",
            "Key": KEY,
            "ConditionExpression": "subscriptionArn = :arn",
            "ExpressionAttributeValues": {":arn": {"S": "arn"}},
        },
    )
    refuse(dynamodb, "delete_item")
    subscribers.forget(EMAIL, "arn")
    subscribers.forget(EMAIL, "arn")
