import json

import pytest

from functions.event_pipeline.email_subscriptions.logic import subscribe
from functions.event_pipeline.email_subscriptions.models import TopicSubscription
from functions.event_pipeline.email_subscriptions.sns_subscriptions import (
    SnsSubscription,
    SnsSubscriptions,
    SubscriptionGoneError,
)
from tests.stores.in_memory import Subscribers

EMAIL = "ann@example.com"


class Sns(SnsSubscriptions):
    """Like SNS: one subscription for an address, found again only with the topics that it has."""

    def __init__(self) -> None:
        self.topics: dict[str, list[str]] = {}
        self.pending: set[str] = set()
        self.mails = 0
        self._number = 0

    def subscribe(self, email: str, topics: list[str]) -> str:
        assert email == EMAIL
        [arn] = self.topics or [f"subscription {self._number + 1}"]
        if arn not in self.topics:
            self._number += 1
            self.topics[arn] = topics
            self.pending.add(arn)
        assert self.topics[arn] == topics, "Subscription already exists with different attributes"
        self.mails += arn in self.pending
        return arn

    def find(self, arn: str) -> SnsSubscription:
        if arn not in self.topics:
            raise SubscriptionGoneError
        return SnsSubscription(arn in self.pending, {"FilterPolicy": json.dumps(self.topics[arn])})

    def ask_again(self, email: str, subscription: SnsSubscription) -> None:
        self.subscribe(email, json.loads(subscription.attributes["FilterPolicy"]))

    def set_topics(self, arn: str, topics: list[str]) -> None:
        if arn not in self.topics:
            raise SubscriptionGoneError
        self.topics[arn] = topics


@pytest.fixture
def sns() -> Sns:
    return Sns()


@pytest.fixture
def subscribers() -> Subscribers:
    return Subscribers()


def post(subscribers: Subscribers, sns: Sns, *topics: str) -> None:
    subscribe(TopicSubscription(email=EMAIL, topics=list(topics)), subscribers, sns)


def test_a_new_address_is_subscribed_with_its_topics_keys(subscribers: Subscribers, sns: Sns) -> None:
    post(subscribers, sns, "Summer", "Straße")
    assert sns.topics == {"subscription 1": ["summer", "strasse"]}
    assert sns.mails == 1


def test_asking_again_before_the_address_is_confirmed_sends_the_mail_again(
    subscribers: Subscribers, sns: Sns
) -> None:
    post(subscribers, sns, "summer")
    post(subscribers, sns, "winter")
    post(subscribers, sns, "winter")
    assert sns.mails == 3
    assert sns.topics == {"subscription 1": ["winter"]}


def test_asking_again_after_sns_suspended_the_address_sends_the_mail_again(
    subscribers: Subscribers, sns: Sns
) -> None:
    post(subscribers, sns, "summer")
    sns.pending.clear()
    post(subscribers, sns, "winter")
    assert sns.mails == 1
    sns.pending.add("subscription 1")
    post(subscribers, sns, "winter")
    assert sns.mails == 2


def test_a_subscription_that_ends_while_it_is_renewed_is_made_anew(
    subscribers: Subscribers, sns: Sns, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(subscribers, sns, "summer")

    def end(_email: str, _subscription: SnsSubscription) -> None:
        sns.topics.clear()

    with monkeypatch.context() as patch:
        patch.setattr(sns, "ask_again", end)
        post(subscribers, sns, "winter")
    assert sns.topics == {"subscription 2": ["winter"]}


def test_posting_again_sets_the_topics(subscribers: Subscribers, sns: Sns) -> None:
    post(subscribers, sns, "summer")
    post(subscribers, sns, "winter", "autumn")
    assert sns.topics == {"subscription 1": ["winter", "autumn"]}


def test_who_unsubscribed_or_did_not_confirm_is_subscribed_anew(subscribers: Subscribers, sns: Sns) -> None:
    post(subscribers, sns, "summer")
    sns.topics.clear()
    post(subscribers, sns, "winter")
    assert sns.topics == {"subscription 2": ["winter"]}
    assert subscribers.rows[EMAIL].subscription_arn == "subscription 2"


def test_a_request_that_died_before_it_kept_the_subscription_is_made_good_by_the_next(
    subscribers: Subscribers, sns: Sns, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception):
        pass

    def die(_email: str, _subscription_arn: str) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(subscribers, "keep_subscription", die)
        with pytest.raises(KilledError):
            post(subscribers, sns, "summer")
    post(subscribers, sns, "winter")
    post(subscribers, sns, "spring")
    assert sns.topics == {"subscription 1": ["spring"]}
