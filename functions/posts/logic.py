"""Posting."""

from ulid import ULID

from functions.post import Post, topic_key
from functions.post_store import PostStore
from functions.posts.models import PostDraft
from functions.timestamp import to_timestamp


def create_post(draft: PostDraft, ulid: ULID, posts: PostStore) -> Post:
    """Stores a post. That is all it takes: the table's stream announces it.

    Args:
        draft: What the author sent.
        ulid: The post's id and the instant it was posted, in one.
        posts: Where it goes.
    """
    post = Post(
        id=str(ulid),
        created_at=to_timestamp(ulid.datetime),
        author=draft.author,
        title=draft.title,
        body=draft.body,
        topic=draft.topic,
        topic_key=topic_key(draft.topic),
    )
    posts.add(post)
    return post
