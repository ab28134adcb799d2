from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest

from functions.blog_api.posts.feed import Feed
from functions.blog_api.posts.logic import (
    IdempotencyKeyReusedError,
    Submission,
    create_post,
    create_post_once,
    list_posts,
)
from functions.blog_api.posts.models import ListedPost, PostDraft, PostQuery
from functions.domain.post import Post, PostStatus
from functions.wire.ulid import make_ulid
from tests.stores.in_memory import NewPosts

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
NOON = datetime(2026, 3, 1, 12, 0, 0, 45_000, UTC)
DRAFT = PostDraft(author="Joe", title="My trip", body="To Spain", topic="Straße")
OTHER_DRAFT = DRAFT.model_copy(update={"title": "Another trip"})


@pytest.fixture
def posts() -> NewPosts:
    return NewPosts()


def post_once(
    posts: NewPosts, draft: PostDraft = DRAFT, subject: str = "joe", key: str = "k", at: datetime = NOON
) -> Post:
    return create_post_once(
        Submission(draft, subject, TRACE, make_ulid(round(at.timestamp() * 1000))), key, posts
    )


def test_a_new_post_is_stored_with_its_author_and_its_topics_key(posts: NewPosts) -> None:
    post_id = make_ulid(round(NOON.timestamp() * 1000))
    post = create_post(Submission(DRAFT, "joe", TRACE, post_id), posts)
    assert posts.added == [post]
    assert post.topic_key == "strasse"
    assert post == Post(
        id=post_id,
        created_at="2026-03-01T12:00:00.045Z",
        subject="joe",
        author="Joe",
        title="My trip",
        body="To Spain",
        topic="Straße",
        status=PostStatus.NEW,
        entities=None,
        traceparent=TRACE,
    )


def test_the_same_key_and_draft_make_one_post(posts: NewPosts) -> None:
    first = post_once(posts)
    assert post_once(posts, at=NOON + timedelta(hours=23)) == first
    assert posts.added == [first]


def test_the_same_key_with_another_draft_is_refused(posts: NewPosts) -> None:
    first = post_once(posts)
    with pytest.raises(IdempotencyKeyReusedError):
        post_once(posts, OTHER_DRAFT)
    assert posts.added == [first]


def test_white_space_that_is_not_kept_makes_no_other_draft(posts: NewPosts) -> None:
    first = post_once(posts)
    padded = PostDraft(author=" Joe", title="My trip ", body="To Spain", topic="\tStraße")
    assert post_once(posts, padded) == first


def test_after_24_hours_a_key_is_new_again(posts: NewPosts) -> None:
    first = post_once(posts)
    second = post_once(posts, OTHER_DRAFT, at=NOON + timedelta(hours=24))
    assert posts.added == [first, second]


@pytest.mark.parametrize(("subject", "key"), [("ann", "k"), ("joe", "another"), ("e", "k jo")])
def test_keys_are_told_apart_and_each_is_its_subjects_own(posts: NewPosts, subject: str, key: str) -> None:
    post_once(posts)
    post_once(posts, subject=subject, key=key)
    assert len(posts.added) == 2


class FullFeed(Feed):
    """Has a post more than anybody asks for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Collection[str] | None, str | None, int]] = []

    def read(
        self, topic_keys: Collection[str] | None, before: str | None, limit: int
    ) -> tuple[list[ListedPost], str | None]:
        self.asked.append((topic_keys, before, limit))
        posts = [
            ListedPost(
                id=make_ulid(round(NOON.timestamp() * 1000)),
                created_at="2026-03-01T12:00:00Z",
                author="Joe",
                title="My trip",
                topic="a",
            )
        ]
        return posts * limit, posts[-1].id


def test_a_list_is_of_a_topic_in_any_case_and_goes_on_where_the_page_ended() -> None:
    feed = FullFeed()
    page = list_posts(PostQuery.model_validate({"topic": "SUMMER", "limit": "2"}), feed)
    assert page.cursor is not None
    list_posts(PostQuery.model_validate({"cursor": page.cursor}), feed)
    assert feed.asked == [({"summer"}, None, 2), (None, page.posts[-1].id, 20)]


def test_a_list_has_the_posts_that_version_0_1_listed_under_another_key() -> None:
    feed = FullFeed()
    page = list_posts(PostQuery.model_validate({"topic": "Ｓｕｍｍｅｒ  ２０２６"}), feed)
    assert page.topic_key == "summer 2026"
    assert feed.asked == [({"summer 2026", "ｓｕｍｍｅｒ  ２０２６"}, None, 20)]
