"""Posts, new ones and those that are there."""

import dataclasses
from uuid import uuid4

import pytest
from ulid import ULID

from functions.blog_api.posts.store import KeyRecord
from functions.domain.post import Post, PostStatus
from functions.domain.post_store import PostChangedError
from tests.stores.conftest import Stores

NOW = 1_800_000_000
ENTITIES = {"locations": ["Spain"]}


@pytest.fixture
def post() -> Post:
    return make_post()


def make_post() -> Post:
    return Post(
        id=str(ULID()),
        created_at="2026-03-01T09:30:00.000Z",
        subject="joe",
        author="Joe",
        title="My trip",
        body="Hi",
        topic="Summer",
    )


def record_of(post: Post, key: str = "") -> KeyRecord:
    return KeyRecord(key or uuid4().hex, fingerprint="f", post_id=post.id, expires_at=NOW + 60)


def test_a_post_that_was_added_is_found_as_it_was(stores: Stores, post: Post) -> None:
    stores.new_posts.add(post)
    assert stores.posts.find(post.id) == post


def test_a_post_that_was_not_added_is_not_found(stores: Stores, post: Post) -> None:
    assert stores.posts.find(post.id) is None


def test_a_post_that_is_added_again_keeps_its_entities(stores: Stores, post: Post) -> None:
    stores.new_posts.add(post)
    stores.posts.enrich(post.id, ENTITIES)
    stores.new_posts.add(post)
    enriched = post.model_copy(update={"status": PostStatus.ENRICHED, "entities": ENTITIES})
    assert stores.posts.find(post.id) == enriched


def test_a_post_gets_entities_once(stores: Stores, post: Post) -> None:
    stores.new_posts.add(post)
    stores.posts.enrich(post.id, ENTITIES)
    stores.posts.enrich(post.id, {"persons": ["Joe"]})
    found = stores.posts.find(post.id)
    assert found is not None
    assert found.entities == ENTITIES


def test_a_post_that_is_gone_gets_no_entities(stores: Stores, post: Post) -> None:
    stores.posts.enrich(post.id, ENTITIES)
    assert stores.posts.find(post.id) is None


def test_a_post_is_deleted_only_while_its_status_is_what_it_must_be(stores: Stores, post: Post) -> None:
    stores.new_posts.add(post)
    stores.posts.enrich(post.id, ENTITIES)
    with pytest.raises(PostChangedError):
        stores.posts.delete(post.id, post.subject, PostStatus.NEW)
    assert stores.posts.find(post.id) is not None
    assert stores.posts.delete(post.id, post.subject, PostStatus.ENRICHED)
    assert stores.posts.find(post.id) is None


def test_a_key_stores_its_post(stores: Stores, post: Post) -> None:
    record = record_of(post)
    assert stores.new_posts.add_once(post, record, NOW) == record
    assert stores.posts.find(post.id) == post


def test_a_key_that_is_used_stores_no_other_post_and_tells_what_it_was_used_for(
    stores: Stores, post: Post
) -> None:
    record, other = record_of(post), make_post()
    stores.new_posts.add_once(post, record, NOW)
    assert stores.new_posts.add_once(other, record_of(other, record.key), NOW + 59) == record
    assert stores.posts.find(other.id) is None


def test_a_key_that_has_expired_is_as_good_as_new(stores: Stores, post: Post) -> None:
    record, other = record_of(post), make_post()
    stores.new_posts.add_once(post, record, NOW)
    later = dataclasses.replace(record_of(other, record.key), expires_at=NOW + 120)
    assert stores.new_posts.add_once(other, later, NOW + 60) == later
    assert stores.posts.find(other.id) == other
