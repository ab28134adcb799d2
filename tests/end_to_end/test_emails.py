"""Emails to those who subscribed."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from emulated_aws.server.mailbox import Mail
from local.bus_events import listen
from local.stack import LocalStack
from tests.end_to_end.client import Blog
from tests.end_to_end.conftest import SignIn

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef


def next_mail(mails: Iterator[Mail], to: str) -> Mail:
    """Waits for the next mail to an address; those to others are passed over."""
    return next(mail for mail in mails if mail["to"] == to)


def title(mail: Mail) -> str:
    """Reads the title of the post that an email is about."""
    return mail["body"].partition("\n")[0]


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


def test_a_subscriber_gets_an_email_that_a_person_wants_to_read(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("short@example.com", "travel")
    post = blog.post(title='A "quoted" title', topic="travel")
    mail = next_mail(mails, "short@example.com")
    assert mail["subject"] == 'New on travel: A "quoted" title'
    headline, byline, link, *_ = mail["body"].split("\n")
    assert headline == 'A "quoted" title'
    assert byline.endswith(" UTC, by Joe")
    assert httpx.get(link).json()["id"] == post["id"]


def test_an_event_that_comes_again_sends_no_second_email(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers, stack: LocalStack
) -> None:
    subscribers.add("once@example.com", "echo")
    bus = stack.outputs["eventBusName"]
    announced = listen(stack.emulator, bus)
    blog.post(title="Said once", topic="echo")
    event = next(e for e in announced if e["detail"]["post"]["title"] == "Said once")
    again: PutEventsRequestEntryTypeDef = {
        "Source": event["source"],
        "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]),
        "EventBusName": bus,
    }
    # Else the next post could come in one email with this one.
    assert title(next_mail(mails, "once@example.com")) == "Said once"
    stack.emulator.client("events").put_events(Entries=[again, again])
    blog.post(title="Said next", topic="echo")
    assert title(next_mail(mails, "once@example.com")) == "Said next"


def test_however_many_posts_wait_no_address_gets_more_than_sns_allows(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    topics = [f"burst-{number}" for number in range(20)]  # as many emails: none becomes a digest
    subscribers.add("busy@example.com", *topics)
    with ThreadPoolExecutor(8) as executor:
        posts = list(executor.map(lambda topic: blog.post(topic=topic), topics))
    waiting = {post["id"] for post in posts}
    times = []
    while waiting:
        mail = next_mail(mails, "busy@example.com")
        times.append(datetime.fromisoformat(mail["sentAt"]))
        mailed = {post_id for post_id in waiting if post_id in mail["body"]}
        assert mailed
        waiting -= mailed
    assert len(times) > 10
    # https://docs.aws.amazon.com/general/latest/gr/sns.html: 10 messages a second for each subscription.
    assert all(later - first >= timedelta(seconds=1) for first, later in zip(times, times[10:], strict=False))


def test_asking_again_before_the_address_is_confirmed_sends_the_confirmation_again(
    mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.choose("lost@example.com", "tea")
    first = next_mail(mails, "lost@example.com")
    subscribers.choose("lost@example.com", "tea")
    second = next_mail(mails, "lost@example.com")
    assert first["links"].keys() == second["links"].keys() == {"confirm"}


def test_another_topic_s_subscriber_hears_nothing(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("summer@example.com", "summer")
    subscribers.add("winter@example.com", "winter")
    blog.post(title="Beach", topic="summer")
    blog.post(title="Snow", topic="winter")
    assert title(next_mail(mails, "summer@example.com")) == "Beach"
    # The post about the beach came first: a mail about it would be here before this one.
    assert title(next_mail(mails, "winter@example.com")) == "Snow"


def test_topics_are_the_same_in_upper_and_lower_case(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("case@example.com", "ÉTÉ")
    blog.post(title="Chaleur", topic="été")
    assert title(next_mail(mails, "case@example.com")) == "Chaleur"


def test_subscribing_again_sets_the_topics(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("again@example.com", "books")
    subscribers.choose("again@example.com", "films")
    blog.post(title="A novel", topic="books")
    blog.post(title="A western", topic="films")
    assert title(next_mail(mails, "again@example.com")) == "A western"


def test_topics_can_be_changed_before_the_address_is_confirmed(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.choose("hasty@example.com", "tea")
    subscribers.choose("hasty@example.com", "coffee")
    subscribers.confirm("hasty@example.com")
    blog.post(title="Sencha", topic="tea")
    blog.post(title="Espresso", topic="coffee")
    mail = next(m for m in mails if m["to"] == "hasty@example.com" and "unsubscribe" in m["links"])
    assert title(mail) == "Espresso"


def test_who_unsubscribed_can_subscribe_again(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers
) -> None:
    subscribers.add("back@example.com", "rain")
    subscribers.add("faithful@example.com", "rain")
    blog.post(title="Drizzle", topic="rain")
    httpx.get(next_mail(mails, "back@example.com")["links"]["unsubscribe"]).raise_for_status()
    blog.post(title="Shower", topic="rain")
    while title(next_mail(mails, "faithful@example.com")) != "Shower":
        pass
    subscribers.add("back@example.com", "rain")
    blog.post(title="Storm", topic="rain")
    assert title(next_mail(mails, "back@example.com")) == "Storm"


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
