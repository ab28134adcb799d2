"""Addresses that get emails."""

from uuid import uuid4

import pytest

from functions.event_pipeline.email_subscriptions.subscriber_store import Subscriber
from tests.stores.conftest import Stores


@pytest.fixture
def email() -> str:
    return f"{uuid4().hex}@example.com"


def test_an_address_is_remembered_with_its_first_topics(stores: Stores, email: str) -> None:
    assert stores.subscribers.remember(email, ["summer"]) == Subscriber(email, ["summer"])
    assert stores.subscribers.remember(email, ["winter"]) == Subscriber(email, ["summer"])


def test_an_address_keeps_its_subscription(stores: Stores, email: str) -> None:
    stores.subscribers.remember(email, ["summer"])
    stores.subscribers.keep_subscription(email, "arn")
    assert stores.subscribers.remember(email, ["winter"]) == Subscriber(email, ["summer"], "arn")


def test_an_address_whose_subscription_is_gone_is_forgotten(stores: Stores, email: str) -> None:
    stores.subscribers.remember(email, ["summer"])
    stores.subscribers.keep_subscription(email, "arn")
    stores.subscribers.forget(email, "arn")
    assert stores.subscribers.remember(email, ["winter"]) == Subscriber(email, ["winter"])


def test_an_address_that_has_another_subscription_by_now_is_not_forgotten(stores: Stores, email: str) -> None:
    stores.subscribers.remember(email, ["summer"])
    stores.subscribers.keep_subscription(email, "new")
    stores.subscribers.forget(email, "old")
    assert stores.subscribers.remember(email, ["winter"]) == Subscriber(email, ["summer"], "new")
