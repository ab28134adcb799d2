"""Stores without a table, for unit tests of what uses them."""

import time
from collections.abc import Callable

from functions.blog_api.posts.store import KeyRecord, NewPostStore
from functions.domain.post import Entities, Post, PostStatus
from functions.domain.post_store import NotTheAuthorError, PostChangedError, PostStore
from functions.event_pipeline.email_notifications.email_store import SECONDS_OF_MAILING, Claim, EmailStore
from functions.event_pipeline.email_subscriptions.subscriber_store import Subscriber, SubscriberStore


class Posts(PostStore):
    def __init__(self, *posts: Post) -> None:
        self.rows = {post.id: post for post in posts}

    def find(self, post_id: str) -> Post | None:
        return self.rows.get(post_id)

    def enrich(self, post_id: str, entities: Entities, *, more: bool = False) -> None:
        post = self.rows.get(post_id)
        if post is not None and post.status == PostStatus.NEW:
            enriched = {"status": PostStatus.ENRICHED, "entities": entities, "more_entities": more or None}
            self.rows[post_id] = post.model_copy(update=enriched)

    def delete(self, post_id: str, subject: str, status: str | None = None) -> bool:
        if post_id not in self.rows:
            return False
        if self.rows[post_id].subject != subject:
            raise NotTheAuthorError
        if status not in (None, self.rows[post_id].status):
            raise PostChangedError
        del self.rows[post_id]
        return True


class NewPosts(NewPostStore):
    def __init__(self, posts: Posts | None = None) -> None:
        self.rows = (posts or Posts()).rows
        self.records: dict[str, KeyRecord] = {}

    @property
    def added(self) -> list[Post]:
        return list(self.rows.values())

    def add(self, post: Post) -> None:
        self.rows.setdefault(post.id, post)

    def add_once(self, post: Post, record: KeyRecord, now: int) -> KeyRecord:
        first = self.records.get(record.key)
        if first is None or first.expires_at <= now:
            self.records[record.key] = record
            self.rows[post.id] = post
        return self.records[record.key]


class Emails(EmailStore):
    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.claimed: dict[str, float] = {}
        self.sent: set[str] = set()

    def claim(self, post_id: str) -> Claim:
        if post_id in self.sent:
            return Claim.SENT
        if post_id in self.claimed:
            age = self._clock() - self.claimed[post_id]
            return Claim.IN_PROGRESS if age < SECONDS_OF_MAILING else Claim.IN_DOUBT
        self.claimed[post_id] = self._clock()
        return Claim.TAKEN

    def release(self, post_id: str) -> None:
        self.claimed.pop(post_id, None)

    def mark_sent(self, post_id: str) -> None:
        self.sent.add(post_id)


class Subscribers(SubscriberStore):
    def __init__(self) -> None:
        self.rows: dict[str, Subscriber] = {}

    def remember(self, email: str, topics: list[str]) -> Subscriber:
        return self.rows.setdefault(email, Subscriber(email, topics))

    def keep_subscription(self, email: str, subscription_arn: str) -> None:
        self.rows[email] = Subscriber(email, self.rows[email].first_topics, subscription_arn)

    def forget(self, email: str, subscription_arn: str) -> None:
        if self.rows[email].subscription_arn == subscription_arn:
            del self.rows[email]
