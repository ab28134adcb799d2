import pytest

from functions.event_pipeline.email_subscriptions.logic import subscribe
from functions.event_pipeline.email_subscriptions.models import TopicSubscription
from functions.event_pipeline.email_subscriptions.notifications import Notifications
from tests.stores.in_memory import Subscribers

EMAIL = "ann@example.com"


class Sns(Notifications):
    """Like SNS: one subscription for an address, found again only with the topics that it has."""

    def __init__(self) -> None:
        self.subscriptions: dict[str, tuple[str, list[str]]] = {}
        self._number = 0

    def subscribe(self, email: str, topics: list[str]) -> str:
        for arn, (subscribed, current) in self.subscriptions.items():
            if subscribed == email:
                assert current == topics, "Subscription already exists with different attributes"
                return arn
        self._number += 1
        arn = f"subscription {self._number}"
        self.subscriptions[arn] = (email, topics)
        return arn

    def set_topics(self, subscription_arn: str, topics: list[str]) -> bool:
        if subscription_arn not in self.subscriptions:
            return False
        self.subscriptions[subscription_arn] = (EMAIL, topics)
        return True


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
    assert sns.subscriptions == {"subscription 1": (EMAIL, ["summer", "strasse"])}


def test_posting_again_sets_the_topics(subscribers: Subscribers, sns: Sns) -> None:
    post(subscribers, sns, "summer")
    post(subscribers, sns, "winter", "autumn")
    assert sns.subscriptions == {"subscription 1": (EMAIL, ["winter", "autumn"])}


def test_who_unsubscribed_or_did_not_confirm_is_subscribed_anew(subscribers: Subscribers, sns: Sns) -> None:
    post(subscribers, sns, "summer")
    sns.subscriptions.clear()
    post(subscribers, sns, "winter")
    assert sns.subscriptions == {"subscription 2": (EMAIL, ["winter"])}
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
    assert sns.subscriptions == {"subscription 1": (EMAIL, ["spring"])}
