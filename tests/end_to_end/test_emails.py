"""Emails to those who subscribed."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from emulated_aws.server.mailbox import Mail
from tests.end_to_end.client import Blog
from tests.end_to_end.conftest import SignIn


def next_mail(mails: Iterator[Mail], to: str) -> Mail:
    """Waits for the next mail to an address; those to others are passed over."""
    return next(mail for mail in mails if mail["to"] == to)


def notification(mail: Mail) -> dict[str, Any]:
    """Reads the JSON that a notification begins with."""
    message: dict[str, Any]
    message, _ = json.JSONDecoder().raw_decode(mail["body"])
    return message


class Subscribers:
    """People who subscribe, each for their own address."""

    def __init__(self, blog: Blog, mails: Iterator[Mail], sign_in: SignIn) -> None:
        self._blog = blog
        self._mails = mails
        self._sign_in = sign_in

    def choose(self, email: str, *topics: str) -> None:
        """Sets an address's topics."""
        answer = self._blog.http.post(
            "/subscriptions", json={"email": email, "topics": topics}, headers=self._sign_in(email)
        )
        assert answer.status_code == 202

    def confirm(self, email: str) -> None:
        """Follows the link in the next mail to an address."""
        httpx.get(next_mail(self._mails, email)["links"]["confirm"]).raise_for_status()

    def add(self, email: str, *topics: str) -> None:
        """Sets an address's topics for the first time, and confirms."""
        self.choose(email, *topics)
        self.confirm(email)


@pytest.fixture
def subscribers(blog: Blog, mails: Iterator[Mail], sign_in: SignIn) -> Subscribers:
    return Subscribers(blog, mails, sign_in)


def test_a_subscriber_gets_a_short_message_about_a_post_of_the_topic(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("short@example.com", "travel")
    post = blog.post(title='A "quoted" title', topic="travel")
    message = notification(next_mail(mails, "short@example.com"))
    link = message.pop("link")
    assert message == {
        "topic": "travel",
        "title": 'A "quoted" title',
        "author": "Joe",
        "createdAt": post["createdAt"],
    }
    assert httpx.get(link).json()["id"] == post["id"]


def test_another_topic_s_subscriber_hears_nothing(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("summer@example.com", "summer")
    subscribers.add("winter@example.com", "winter")
    blog.post(title="Beach", topic="summer")
    blog.post(title="Snow", topic="winter")
    assert notification(next_mail(mails, "summer@example.com"))["title"] == "Beach"
    # The post about the beach came first: a mail about it would be here before this one.
    assert notification(next_mail(mails, "winter@example.com"))["title"] == "Snow"


def test_topics_are_the_same_in_upper_and_lower_case(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("case@example.com", "ÉTÉ")
    blog.post(title="Chaleur", topic="été")
    assert notification(next_mail(mails, "case@example.com"))["title"] == "Chaleur"


def test_subscribing_again_sets_the_topics(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("again@example.com", "books")
    subscribers.choose("again@example.com", "films")
    blog.post(title="A novel", topic="books")
    blog.post(title="A western", topic="films")
    assert notification(next_mail(mails, "again@example.com"))["title"] == "A western"


def test_topics_can_be_changed_before_the_address_is_confirmed(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.choose("hasty@example.com", "tea")
    subscribers.choose("hasty@example.com", "coffee")
    subscribers.confirm("hasty@example.com")
    blog.post(title="Sencha", topic="tea")
    blog.post(title="Espresso", topic="coffee")
    mail = next(m for m in mails if m["to"] == "hasty@example.com" and "unsubscribe" in m["links"])
    assert notification(mail)["title"] == "Espresso"


def test_who_unsubscribed_can_subscribe_again(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("back@example.com", "rain")
    blog.post(title="Drizzle", topic="rain")
    httpx.get(next_mail(mails, "back@example.com")["links"]["unsubscribe"]).raise_for_status()
    blog.post(title="Shower", topic="rain")
    subscribers.add("back@example.com", "rain")
    blog.post(title="Storm", topic="rain")
    assert notification(next_mail(mails, "back@example.com"))["title"] == "Storm"


def test_nobody_can_enrol_or_alter_a_stranger(blog: Blog, subscribers: Subscribers, sign_in: SignIn) -> None:
    subscribers.add("owner@example.com", "gardens")
    for stranger in ("owner@example.com", "nobody@example.com"):
        answer = blog.http.post(
            "/subscriptions",
            json={"email": stranger, "topics": ["spam"]},
            headers=sign_in("attacker@example.com"),
        )
        assert answer.status_code == 403
        assert answer.headers["content-type"] == "application/problem+json"
