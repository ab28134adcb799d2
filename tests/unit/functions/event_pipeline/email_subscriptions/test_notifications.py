import boto3
import pytest
from botocore.stub import Stubber

from functions.event_pipeline.email_subscriptions.notifications import Notifications, SubscriptionLimitError

TOPIC = "arn:aws:sns:us-east-1:123456789012:notifications"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:undelivered"


@pytest.fixture
def notifications(sns: Stubber) -> Notifications:  # noqa: ARG001 - the client is stubbed
    return Notifications(boto3.client("sns"), TOPIC, QUEUE)


def test_an_address_is_subscribed_to_messages_about_its_topics(
    notifications: Notifications, sns: Stubber
) -> None:
    sns.add_response(
        "subscribe",
        {"SubscriptionArn": f"{TOPIC}:1"},
        {
            "TopicArn": TOPIC,
            "Protocol": "email",
            "Endpoint": "ann@example.com",
            "Attributes": {
                "FilterPolicyScope": "MessageBody",
                "FilterPolicy": '{"topic": ["summer", "été"]}',
                "RedrivePolicy": f'{{"deadLetterTargetArn": "{QUEUE}"}}',
            },
            "ReturnSubscriptionArn": True,
        },
    )
    assert notifications.subscribe("ann@example.com", ["summer", "été"]) == f"{TOPIC}:1"


@pytest.mark.parametrize("code", ["FilterPolicyLimitExceeded", "SubscriptionLimitExceeded"])
def test_too_many_subscriptions_are_told_apart(notifications: Notifications, sns: Stubber, code: str) -> None:
    sns.add_client_error("subscribe", code)
    with pytest.raises(SubscriptionLimitError):
        notifications.subscribe("ann@example.com", ["summer"])


def test_the_topics_of_a_subscription_are_changed(notifications: Notifications, sns: Stubber) -> None:
    sns.add_response(
        "set_subscription_attributes",
        {},
        {
            "SubscriptionArn": f"{TOPIC}:1",
            "AttributeName": "FilterPolicy",
            "AttributeValue": '{"topic": ["winter"]}',
        },
    )
    assert notifications.set_topics(f"{TOPIC}:1", ["winter"])


def test_a_subscription_that_is_gone_is_told(notifications: Notifications, sns: Stubber) -> None:
    sns.add_client_error("set_subscription_attributes", "NotFound")
    assert not notifications.set_topics(f"{TOPIC}:1", ["winter"])
