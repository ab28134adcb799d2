"""Mailing new posts: at most once each, and slowly enough for SNS."""

import time
from collections.abc import Callable, Iterable

from functions.domain.events import PostSummary
from functions.event_pipeline.email_notifications.email import compose
from functions.event_pipeline.email_notifications.email_store import Claim, EmailStore
from functions.event_pipeline.email_notifications.topic import EmailTopic, NotPublishedError
from functions.runtime import log, metric

# SNS suspends an address that gets more than 10 messages a second. Two of these functions run at once, the
# fewest that Lambda can be told: 2 x 4 a second stay below, whatever an address subscribed to. See
# docs/decisions/0010-emails.md.
SECONDS_PER_PUBLICATION = 0.25


class EmailSender:
    """Mails posts to those who subscribed to their topics."""

    def __init__(
        self,
        emails: EmailStore,
        topic: EmailTopic,
        posts_url: str | None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Takes what it works with.

        Args:
            emails: Which posts were mailed.
            topic: Where emails are published.
            posts_url: Where posts are read; None for emails without links.
            sleep: Waits for some seconds.
        """
        self._emails = emails
        self._topic = topic
        self._posts_url = posts_url
        self._sleep = sleep

    def send(self, posts: Iterable[PostSummary], has_time: Callable[[], bool]) -> set[str]:
        """Mails posts, in one email for each topic.

        A post is claimed before it is mailed, and never mailed again, unless SNS certainly did not take the
        email. When an answer is lost, or the function is killed, it may not have been mailed: a second email
        would be worse. The log names the post, at once or when it comes again.

        Args:
            posts: The posts, each once.
            has_time: Tells whether there is time for another email.

        Returns:
            The ids of the posts that are not done, and should come again.
        """
        by_topic: dict[str, list[PostSummary]] = {}
        for post in posts:
            by_topic.setdefault(post.topic_key, []).append(post)
        undone: set[str] = set()
        for topic_key, on_topic in by_topic.items():
            if has_time():
                undone |= self._send(topic_key, on_topic)
            else:
                undone |= {post.id for post in on_topic}
        return undone

    def _send(self, topic_key: str, posts: list[PostSummary]) -> set[str]:
        unclaimed: set[str] = set()
        claimed = [post for post in posts if self._claim(post, unclaimed)]
        if not claimed:
            return unclaimed
        started = time.monotonic()
        try:
            self._topic.publish(compose(claimed, self._posts_url), topic_key)
        except NotPublishedError:
            log.exception("email refused", postIds=[post.id for post in claimed])
            metric.count("FailedEmails", len(claimed))
            for post in claimed:
                _try_to_note(self._emails.release, post)
            return unclaimed | {post.id for post in claimed}
        except Exception:  # noqa: BLE001 - whatever it is, the email may have been sent
            log.exception("email may not have been sent", postIds=[post.id for post in claimed])
            metric.count("FailedEmails", len(claimed))
        else:
            log.info("email sent", postIds=[post.id for post in claimed])
            metric.count("PostsMailed", len(claimed))
            for post in claimed:
                _try_to_note(self._emails.mark_sent, post)
        finally:
            self._sleep(max(0, started + SECONDS_PER_PUBLICATION - time.monotonic()))
        return unclaimed

    def _claim(self, post: PostSummary, unclaimed: set[str]) -> bool:
        try:
            claim = self._emails.claim(post.id)
        except Exception:  # noqa: BLE001 - one post must not keep the others from their email
            log.exception("email not claimed", postId=post.id)
            unclaimed.add(post.id)
            return False
        if claim is Claim.IN_PROGRESS:  # comes again, for nobody knows yet what becomes of it
            unclaimed.add(post.id)
        if claim is Claim.IN_DOUBT:  # who claimed it was killed, as far as anybody knows
            log.error("email may not have been sent", postIds=[post.id])
            metric.count("FailedEmails")
        return claim is Claim.TAKEN


def _try_to_note(note: Callable[[str], None], post: PostSummary) -> None:
    """Notes what became of a post. If that fails, its claim stays: when it comes again, the log names it."""
    try:
        note(post.id)
    except Exception:  # noqa: BLE001 - one post must not keep the others from their email
        log.exception("email not noted", postId=post.id)
