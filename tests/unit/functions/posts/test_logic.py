from datetime import UTC, datetime

from ulid import ULID

from functions.post import Post, PostStatus
from functions.post_store import PostStore
from functions.posts.logic import create_post
from functions.posts.models import PostDraft


class Posts(PostStore):
    def __init__(self) -> None:
        self.added: list[Post] = []

    def add(self, post: Post) -> None:
        self.added.append(post)


def test_a_new_post_is_stored_with_its_topics_key() -> None:
    posts = Posts()
    ulid = ULID.from_datetime(datetime(2026, 3, 1, 9, 30, 0, 45_000, UTC))
    draft = PostDraft(author="Joe", title="My trip", body="To Spain", topic="Straße")
    post = create_post(draft, ulid, posts)
    assert posts.added == [post]
    assert post == Post(
        id=str(ulid),
        created_at="2026-03-01T09:30:00.045Z",
        author="Joe",
        title="My trip",
        body="To Spain",
        topic="Straße",
        topic_key="strasse",
        status=PostStatus.NEW,
        entities=None,
    )
