"""Creating posts and listing them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from functions.blog_api.posts.cursor import write_cursor
from functions.blog_api.posts.feed import Feed
from functions.blog_api.posts.models import PostDraft, PostPage, PostQuery
from functions.blog_api.posts.store import KeyRecord, NewPostStore
from functions.domain.post import Post, canonical_topic_key, topic_key
from functions.runtime import metric
from functions.wire.timestamp import to_timestamp
from functions.wire.ulid import make_ulid, milliseconds_of

# How long an idempotency key stands for its post, in seconds: 24 hours.
_KEY_LIFETIME = 24 * 60 * 60


class IdempotencyKeyReusedError(Exception):
    """An idempotency key came again, with another draft."""


@dataclass(frozen=True)
class Submission:
    """A draft, as a request brought it.

    Attributes:
        draft: What the author sent.
        subject: Whose token it was sent with.
        traceparent: The trace of the request.
        post_id: The post's id, a ULID: it begins with the instant it was posted.
    """

    draft: PostDraft
    subject: str
    traceparent: str
    post_id: str = field(default_factory=make_ulid)

    @property
    def posted_at(self) -> float:
        """Seconds from 1970 to the instant it was posted."""
        return milliseconds_of(self.post_id) / 1000

    def to_post(self) -> Post:
        """Makes the post."""
        return Post(
            id=self.post_id,
            created_at=to_timestamp(datetime.fromtimestamp(self.posted_at, UTC)),
            subject=self.subject,
            author=self.draft.author,
            title=self.draft.title,
            body=self.draft.body,
            topic=self.draft.topic,
            traceparent=self.traceparent,
        )


def create_post(submission: Submission, posts: NewPostStore) -> Post:
    """Stores a post. That is all it takes: the table's stream announces it.

    Args:
        submission: What is posted.
        posts: Where it goes.
    """
    post = submission.to_post()
    posts.add(post)
    metric.count("PostsCreated")
    return post


def create_post_once(submission: Submission, key: str, posts: NewPostStore) -> Post:
    """Stores a post, unless the same subject has sent the same draft with the same key within 24 hours.

    Args:
        submission: What is posted.
        key: The idempotency key, without spaces. It is the subject's own: others may use the same.
        posts: Where it goes.

    Returns:
        The post as it was when it was new, be that now or then: it is made of the draft and its id alone.

    Raises:
        IdempotencyKeyReusedError: The key came with another draft before.
        IdempotencyKeyInUseError: The key came with another request that is being stored right now.
    """
    post = submission.to_post()
    now = int(submission.posted_at)
    record = KeyRecord(
        key=f"{key} {submission.subject}",
        fingerprint=sha256(submission.draft.to_json().encode()).hexdigest(),
        post_id=post.id,
        expires_at=now + _KEY_LIFETIME,
    )
    first = posts.add_once(post, record, now)
    if first.fingerprint != record.fingerprint:
        raise IdempotencyKeyReusedError
    if first.post_id == post.id:
        metric.count("PostsCreated")
    return replace(submission, post_id=first.post_id).to_post()


def list_posts(query: PostQuery, feed: Feed) -> PostPage:
    """Finds a page of posts, the newest first.

    Args:
        query: Which ones.
        feed: Where they are.
    """
    key = keys = None
    if query.topic is not None:
        key = topic_key(query.topic)
        keys = {key, canonical_topic_key(query.topic)}
    posts, older = feed.read(keys, query.cursor, query.limit)
    return PostPage(posts=posts, topic_key=key, cursor=write_cursor(older) if older else None)
