"""SNS's email subscriptions, as the person with the mailbox sees them."""

import json
from http import HTTPStatus

import httpx
import pytest
from mypy_boto3_sns import SNSClient

from emulated_aws.emulator import Emulator
from emulated_aws.server.mailbox import Mail

CONFIRMATION = "AWS Notification - Subscription Confirmation"
SUMMER_ONLY = {"FilterPolicy": '{"topic": ["summer"]}', "FilterPolicyScope": "MessageBody"}


@pytest.fixture
def sns(emulator: Emulator) -> SNSClient:
    return emulator.client("sns")


@pytest.fixture
def topic(sns: SNSClient, name: str) -> str:
    return sns.create_topic(Name=name)["TopicArn"]


@pytest.fixture
def jane(name: str) -> str:
    return f"jane.{name}@example.com"


def mails_to(web: httpx.Client, address: str) -> list[Mail]:
    return [mail for mail in web.get("/_local/mailbox").json() if mail["to"] == address]


def confirm_last(web: httpx.Client, address: str) -> None:
    assert web.get(mails_to(web, address)[-1]["links"]["confirm"]).status_code == HTTPStatus.OK


def test_a_subscription_waits_for_confirmation(
    sns: SNSClient, web: httpx.Client, topic: str, jane: str
) -> None:
    answer = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane)
    assert answer["SubscriptionArn"] == "pending confirmation"
    [mail] = mails_to(web, jane)
    assert mail["subject"] == CONFIRMATION
    assert topic in mail["body"]
    assert mail["links"]["confirm"] in mail["body"]
    sns.publish(TopicArn=topic, Message="hello")
    assert mails_to(web, jane) == [mail]


def test_the_arn_of_a_pending_subscription_can_be_asked_for(sns: SNSClient, topic: str, jane: str) -> None:
    arn = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane, ReturnSubscriptionArn=True)[
        "SubscriptionArn"
    ]
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert attributes["PendingConfirmation"] == "true"


def test_opening_the_link_confirms(sns: SNSClient, web: httpx.Client, topic: str, jane: str) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane)
    confirm_last(web, jane)
    sns.publish(TopicArn=topic, Message="hello")
    sns.publish(TopicArn=topic, Message="hello again", Subject="News")
    _, first, second = mails_to(web, jane)
    assert first["subject"] == "AWS Notification Message"
    assert first["body"].startswith("hello\n")
    assert first["links"]["unsubscribe"] in first["body"]
    assert second["subject"] == "News"


def test_a_wrong_token_confirms_nothing(sns: SNSClient, web: httpx.Client, topic: str, jane: str) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane)
    query = {"Action": "ConfirmSubscription", "TopicArn": topic, "Token": "guessed"}
    assert web.get("/", params=query).status_code == HTTPStatus.BAD_REQUEST
    sns.publish(TopicArn=topic, Message="hello")
    assert len(mails_to(web, jane)) == 1


def test_only_what_matches_the_filter_policy_is_mailed(
    sns: SNSClient, web: httpx.Client, topic: str, jane: str
) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane, Attributes=SUMMER_ONLY)
    confirm_last(web, jane)
    for subject in ["winter", "summer"]:
        sns.publish(TopicArn=topic, Message=json.dumps({"topic": subject}), Subject=subject)
    assert [mail["subject"] for mail in mails_to(web, jane)] == [CONFIRMATION, "summer"]


def test_opening_the_other_link_unsubscribes(
    sns: SNSClient, web: httpx.Client, topic: str, jane: str
) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane)
    confirm_last(web, jane)
    sns.publish(TopicArn=topic, Message="hello")
    assert web.get(mails_to(web, jane)[-1]["links"]["unsubscribe"]).status_code == HTTPStatus.OK
    sns.publish(TopicArn=topic, Message="hello again")
    assert len(mails_to(web, jane)) == 2
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []


def test_subscribing_again_while_pending_mails_the_confirmation_again(
    sns: SNSClient, web: httpx.Client, topic: str, jane: str
) -> None:
    for _ in range(2):
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane, Attributes=SUMMER_ONLY)
    assert [mail["subject"] for mail in mails_to(web, jane)] == [CONFIRMATION] * 2
    assert len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 1


def test_subscribing_again_when_confirmed_changes_nothing(
    sns: SNSClient, web: httpx.Client, topic: str, jane: str
) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane)
    confirm_last(web, jane)
    [subscription] = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    answer = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane)
    assert answer["SubscriptionArn"] == subscription["SubscriptionArn"]
    assert len(mails_to(web, jane)) == 1


def test_subscribing_again_with_other_attributes_is_refused(sns: SNSClient, topic: str, jane: str) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane, Attributes=SUMMER_ONLY)
    other = SUMMER_ONLY | {"FilterPolicy": '{"topic": ["winter"]}'}
    with pytest.raises(sns.exceptions.InvalidParameterException, match="already exists with different"):
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane, Attributes=other)


def test_the_filter_policy_can_change_while_pending(
    sns: SNSClient, web: httpx.Client, topic: str, jane: str
) -> None:
    arn = sns.subscribe(
        TopicArn=topic, Protocol="email", Endpoint=jane, Attributes=SUMMER_ONLY, ReturnSubscriptionArn=True
    )["SubscriptionArn"]
    sns.set_subscription_attributes(
        SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue='{"topic": ["winter"]}'
    )
    confirm_last(web, jane)
    for subject in ["winter", "summer"]:
        sns.publish(TopicArn=topic, Message=json.dumps({"topic": subject}), Subject=subject)
    assert [mail["subject"] for mail in mails_to(web, jane)] == [CONFIRMATION, "winter"]


def test_other_protocols_are_as_before(sns: SNSClient, topic: str) -> None:
    queue = "arn:aws:sqs:us-east-1:000000000000:somewhere"
    answer = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    assert answer["SubscriptionArn"].startswith(f"{topic}:")


def test_mails_can_be_followed(sns: SNSClient, web: httpx.Client, topic: str, jane: str) -> None:
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint=jane)
    with web.stream("GET", "/_local/mailbox/stream") as stream:
        data = (json.loads(line[len("data:") :]) for line in stream.iter_lines() if line.startswith("data:"))
        mails = (mail for mail in data if mail["to"] == jane)
        web.get(next(mails)["links"]["confirm"])
        sns.publish(TopicArn=topic, Message="hello")
        assert next(mails)["body"].startswith("hello\n")


def test_the_mailbox_is_emptied_with_all_else_and_can_be_followed_then() -> None:
    with Emulator() as fresh, httpx.Client(base_url=fresh.endpoint, trust_env=False) as web:
        sns = fresh.client("sns")
        topic = sns.create_topic(Name="emptied")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="jane@example.com")
        assert web.get("/_local/mailbox").json()
        assert web.post("/_ministack/reset").status_code == HTTPStatus.OK
        assert web.get("/_local/mailbox").json() == []
        with web.stream("GET", "/_local/mailbox/stream") as stream:
            assert stream.headers["content-type"] == "text/event-stream"
