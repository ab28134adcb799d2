"""Creating posts and listing them."""

from hashlib import sha256

from ulid import ULID

from functions.blog_api.posts.cursor import write_cursor
from functions.blog_api.posts.feed import Feed
from functions.blog_api.posts.models import PostDraft, PostPage, PostQuery
from functions.blog_api.posts.store import KeyRecord, NewPostStore
from functions.domain.post import Post, canonical_topic_key, topic_key
from functions.wire.timestamp import to_timestamp

# How long an idempotency key stands for its post, in seconds: 24 hours.
_KEY_LIFETIME = 24 * 60 * 60


class IdempotencyKeyReusedError(Exception):
    """An idempotency key came again, with another draft."""


def create_post(draft: PostDraft, subject: str, ulid: ULID, posts: NewPostStore) -> Post:
    """Stores a post. That is all it takes: the table's stream announces it.

    Args:
        draft: What the author sent.
        subject: Whose token it was sent with.
        ulid: The post's id and the instant it was posted, in one.
        posts: Where it goes.
    """
    post = _make_post(draft, subject, ulid)
    posts.add(post)
    return post


def create_post_once(draft: PostDraft, subject: str, key: str, ulid: ULID, posts: NewPostStore) -> Post:
    """Stores a post, unless the same subject has sent the same draft with the same key within 24 hours.

    Args:
        draft: What the author sent.
        subject: Whose token it was sent with.
        key: The idempotency key, without spaces. It is the subject's own: others may use the same.
        ulid: The post's id and the instant it was posted, in one.
        posts: Where it goes.

    Returns:
        The post as it was when it was new, be that now or then: it is made of the draft and its id alone.

    Raises:
        IdempotencyKeyReusedError: The key came with another draft before.
        IdempotencyKeyInUseError: The key came with another request that is being stored right now.
    """
    post = _make_post(draft, subject, ulid)
    now = int(ulid.timestamp)
    record = KeyRecord(
        key=f"{key} {subject}",
        fingerprint=sha256(draft.to_json().encode()).hexdigest(),
        post_id=post.id,
        expires_at=now + _KEY_LIFETIME,
    )
    first = posts.add_once(post, record, now)
    if first.fingerprint != record.fingerprint:
        raise IdempotencyKeyReusedError
    return _make_post(draft, subject, ULID.from_str(first.post_id))


def _make_post(draft: PostDraft, subject: str, ulid: ULID) -> Post:
    return Post(
        id=str(ulid),
        created_at=to_timestamp(ulid.datetime),
        subject=subject,
        author=draft.author,
        title=draft.title,
        body=draft.body,
        topic=draft.topic,
    )


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
