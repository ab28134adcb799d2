import time
from collections.abc import Callable
from typing import Any

import pytest

from functions.domain.events import PostSummary
from functions.event_pipeline.email_notifications.email import Email
from functions.event_pipeline.email_notifications.email_store import SECONDS_OF_MAILING, Claim
from functions.event_pipeline.email_notifications.logic import EmailSender
from functions.event_pipeline.email_notifications.topic import EmailTopic, NotPublishedError
from tests.stores.in_memory import Emails


class Topic(EmailTopic):
    """Takes emails, or fails as often as it is told to."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.failures: list[Exception] = []

    def publish(self, email: Email, topic_key: str) -> None:
        if self.failures:
            raise self.failures.pop()
        assert topic_key
        self.subjects.append(email.subject)


@pytest.fixture
def topic() -> Topic:
    return Topic()


@pytest.fixture
def emails() -> Emails:
    return Emails()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def sender(emails: Emails, topic: Topic, pauses: list[float]) -> EmailSender:
    return EmailSender(emails, topic, None, pauses.append)


def post(post_id: str, topic_key: str = "summer") -> PostSummary:
    return PostSummary(
        id=post_id,
        created_at="2026-03-01T09:30:00.000Z",
        author="Joe",
        title=f"Post {post_id}",
        topic=topic_key,
        topic_key=topic_key,
    )


def always() -> bool:
    return True


def test_posts_on_one_topic_are_one_email_and_those_on_another_are_another(
    sender: EmailSender, topic: Topic
) -> None:
    assert sender.send([post("1"), post("2", "winter"), post("3")], always) == set()
    assert topic.subjects == ["2 new posts on summer", "New on winter: Post 2"]


def test_a_post_that_was_mailed_is_not_mailed_again(sender: EmailSender, topic: Topic) -> None:
    sender.send([post("1")], always)
    assert sender.send([post("1"), post("2")], always) == set()
    assert topic.subjects == ["New on summer: Post 1", "New on summer: Post 2"]


def test_what_sns_did_not_take_comes_again(sender: EmailSender, topic: Topic, emails: Emails) -> None:
    topic.failures = [NotPublishedError()]
    assert sender.send([post("1"), post("2"), post("3", "winter")], always) == {"1", "2"}
    assert emails.sent == {"3"}
    assert sender.send([post("1"), post("2")], always) == set()
    assert topic.subjects == ["New on winter: Post 3", "2 new posts on summer"]


def test_what_sns_may_have_taken_does_not_come_again_and_the_log_names_it(
    sender: EmailSender, topic: Topic, emails: Emails, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    topic.failures = [TimeoutError()]
    assert sender.send([post("1"), post("2", "winter")], always) == set()
    records = [(record["message"], record["postIds"]) for record in logged()]
    assert records == [("email may not have been sent", ["1"]), ("email sent", ["2"])]
    emails.claimed["1"] -= SECONDS_OF_MAILING
    assert sender.send([post("1")], always) == set()
    assert topic.subjects == ["New on winter: Post 2"]


def test_what_a_killed_function_had_claimed_is_not_mailed_and_the_log_names_it(
    sender: EmailSender, topic: Topic, emails: Emails, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    emails.claimed["1"] = time.time() - SECONDS_OF_MAILING
    assert sender.send([post("1"), post("2")], always) == set()
    assert topic.subjects == ["New on summer: Post 2"]
    records = [(record["message"], record["postIds"]) for record in logged()]
    assert records == [("email may not have been sent", ["1"]), ("email sent", ["2"])]


def test_what_another_function_is_mailing_just_now_comes_again_without_an_error(
    sender: EmailSender, topic: Topic, emails: Emails, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    emails.claim("1")
    assert sender.send([post("1"), post("2")], always) == {"1"}
    assert [(record["message"], record["postIds"]) for record in logged()] == [("email sent", ["2"])]
    emails.mark_sent("1")
    assert sender.send([post("1")], always) == set()
    assert topic.subjects == ["New on summer: Post 2"]


def test_a_post_that_cannot_be_claimed_does_not_keep_the_others_from_their_email(
    sender: EmailSender, topic: Topic, emails: Emails, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = emails.claim

    def fail_for_1(post_id: str) -> Claim:
        if post_id == "1":
            raise TimeoutError
        return claim(post_id)

    monkeypatch.setattr(emails, "claim", fail_for_1)
    assert sender.send([post("1"), post("2")], always) == {"1"}
    assert topic.subjects == ["New on summer: Post 2"]


def test_a_post_whose_mailing_cannot_be_noted_does_not_keep_the_others_from_their_email(
    sender: EmailSender, topic: Topic, emails: Emails, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(post_id: str) -> None:
        raise TimeoutError(post_id)

    monkeypatch.setattr(emails, "mark_sent", fail)
    monkeypatch.setattr(emails, "release", fail)
    topic.failures = [NotPublishedError()]
    assert sender.send([post("1"), post("2", "winter"), post("3", "autumn")], always) == {"1"}
    assert topic.subjects == ["New on winter: Post 2", "New on autumn: Post 3"]


def test_what_there_is_no_time_for_comes_again(sender: EmailSender, topic: Topic) -> None:
    times = iter([True, False])
    assert sender.send([post("1"), post("2", "winter")], lambda: next(times)) == {"2"}
    assert topic.subjects == ["New on summer: Post 1"]


def test_every_email_takes_its_time_also_if_it_fails(
    sender: EmailSender, topic: Topic, pauses: list[float]
) -> None:
    topic.failures = [TimeoutError(), NotPublishedError()]
    sender.send([post("1"), post("2", "winter"), post("3", "autumn")], always)
    # Two functions at once: 2 / 0.25 s = 8 emails a second to one address, of the 10 that SNS allows.
    assert pauses == [pytest.approx(0.25, abs=0.05)] * 3
