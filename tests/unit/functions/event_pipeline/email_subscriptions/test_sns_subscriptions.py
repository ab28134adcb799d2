import pytest
from botocore.stub import Stubber

from functions.event_pipeline.email_subscriptions.sns_subscriptions import (
    SnsSubscription,
    SnsSubscriptions,
    SnsUnavailableError,
    SubscribedElsewhereError,
    SubscriptionGoneError,
    SubscriptionLimitError,
    SubscriptionRefusedError,
)
from functions.runtime.clients import make_client
from tests.unit.functions.stubbed_client import sdk_client

TOPIC = "arn:aws:sns:us-east-1:123456789012:emails"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:undelivered"
ARN = f"{TOPIC}:1"
EMAIL = "ann@example.com"
ATTRIBUTES = {
    "FilterPolicy": '{"topic": ["summer", "été"]}',
    "RedrivePolicy": f'{{"deadLetterTargetArn": "{QUEUE}"}}',
}

# What SNS documents for each operation, with what it means: botocore's model has the same list, see below.
REFUSALS = [
    ("FilterPolicyLimitExceeded", "", SubscriptionLimitError),
    ("SubscriptionLimitExceeded", "", SubscriptionLimitError),
    ("InvalidParameter", "Subscription already exists with different attributes", SubscribedElsewhereError),
    ("InvalidParameter", "Invalid parameter: Email address", SubscriptionRefusedError),
    ("ReplayLimitExceeded", "", SnsUnavailableError),
    ("InternalError", "", SnsUnavailableError),
    ("AuthorizationError", "", SnsUnavailableError),
    ("InvalidSecurity", "", SnsUnavailableError),
]


@pytest.fixture
def subscriptions(sns: Stubber) -> SnsSubscriptions:  # noqa: ARG001 - the client is stubbed
    return SnsSubscriptions(make_client("sns"), TOPIC, QUEUE)


def expect_subscribe(sns: Stubber, attributes: dict[str, str]) -> None:
    request = {"TopicArn": TOPIC, "Protocol": "email", "Endpoint": EMAIL, "Attributes": attributes}
    sns.add_response("subscribe", {"SubscriptionArn": ARN}, {**request, "ReturnSubscriptionArn": True})


def test_an_address_is_subscribed_to_emails_about_its_topics(
    subscriptions: SnsSubscriptions, sns: Stubber
) -> None:
    expect_subscribe(sns, ATTRIBUTES)
    assert subscriptions.subscribe(EMAIL, ["summer", "été"]) == ARN


def test_an_address_is_asked_again_with_what_its_subscription_has(
    subscriptions: SnsSubscriptions, sns: Stubber
) -> None:
    others = {"PendingConfirmation": "true", "Owner": "123456789012"}
    sns.add_response(
        "get_subscription_attributes", {"Attributes": ATTRIBUTES | others}, {"SubscriptionArn": ARN}
    )
    subscription = subscriptions.find(ARN)
    assert subscription == SnsSubscription(is_pending=True, attributes=ATTRIBUTES)
    expect_subscribe(sns, ATTRIBUTES)
    subscriptions.ask_again(EMAIL, subscription)


def test_the_topics_of_a_subscription_are_changed(subscriptions: SnsSubscriptions, sns: Stubber) -> None:
    change = {"AttributeName": "FilterPolicy", "AttributeValue": '{"topic": ["winter"]}'}
    sns.add_response("set_subscription_attributes", {}, {"SubscriptionArn": ARN, **change})
    subscriptions.set_topics(ARN, ["winter"])


def test_a_subscription_that_is_gone_is_told(subscriptions: SnsSubscriptions, sns: Stubber) -> None:
    for operation in ("get_subscription_attributes", "set_subscription_attributes"):
        sns.add_client_error(operation, "NotFound")
    with pytest.raises(SubscriptionGoneError):
        subscriptions.find(ARN)
    with pytest.raises(SubscriptionGoneError):
        subscriptions.set_topics(ARN, ["winter"])


@pytest.mark.parametrize(("code", "message", "meaning"), REFUSALS)
def test_a_refusal_is_told_by_what_it_means(
    subscriptions: SnsSubscriptions, sns: Stubber, code: str, message: str, meaning: type[Exception]
) -> None:
    for operation in ("subscribe", "set_subscription_attributes"):
        sns.add_client_error(operation, code, message)
    with pytest.raises(meaning):
        subscriptions.subscribe(EMAIL, ["summer"])
    with pytest.raises(meaning):
        subscriptions.set_topics(ARN, ["summer"])


def test_a_topic_that_is_gone_is_no_fault_of_who_asks(subscriptions: SnsSubscriptions, sns: Stubber) -> None:
    sns.add_client_error("subscribe", "NotFound")
    with pytest.raises(SnsUnavailableError):
        subscriptions.subscribe(EMAIL, ["summer"])


@pytest.mark.parametrize("operation", ["Subscribe", "SetSubscriptionAttributes"])
def test_every_refusal_that_sns_documents_has_a_meaning(operation: str) -> None:
    documented = sdk_client("sns").meta.service_model.operation_model(operation).error_shapes
    codes = {shape.metadata.get("error", {}).get("code", shape.name) for shape in documented}
    assert codes <= {code for code, _, _ in REFUSALS} | {"NotFound"}
