import pytest

from functions.post import Post, PostStatus, is_post_id, topic_key
from tests.events import load_event


@pytest.mark.parametrize(
    ("one", "other"),
    [("Summer", "sUMMER"), ("STRASSE", "straße"), ("Café", "cafe\u0301"), ("ΣΊΣΥΦΟΣ", "σίσυφος")],
)
def test_topics_compare_case_insensitively(one: str, other: str) -> None:
    assert topic_key(one) == topic_key(other)


def test_different_topics_have_different_keys() -> None:
    assert topic_key("summer") != topic_key("sommer")


@pytest.mark.parametrize("text", ["", "1", "01kjmbqde00000000000000j0e", "81KJMBQDE00000000000000J0E"])
def test_only_a_ulid_is_a_post_id(text: str) -> None:
    assert is_post_id("01KJMBQDE00000000000000J0E")
    assert not is_post_id(text)


def test_a_post_comes_back_from_its_item_as_it_was() -> None:
    post = Post.from_item(load_event("stream_modify")["dynamodb"]["NewImage"])
    assert post.status is PostStatus.ENRICHED
    assert Post.from_item(post.to_item()) == post


def test_a_new_post_has_no_entities_in_its_item() -> None:
    image = load_event("stream_insert")["dynamodb"]["NewImage"]
    item = Post.from_item(image).to_item()
    assert item == {name: image[name] for name in item}
    assert "entities" not in item


def test_the_kinds_of_entities_are_sorted_whatever_order_dynamodb_has_them_in() -> None:
    post = Post.from_item(load_event("stream_modify")["dynamodb"]["NewImage"])
    assert list(post.entities or {}) == ["locations", "persons"]
