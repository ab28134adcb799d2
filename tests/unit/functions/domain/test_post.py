import pytest

from functions.domain.post import Post, is_post_id, topic_key
from functions.runtime.items import read_item
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


def test_the_kinds_of_entities_are_sorted_whatever_order_dynamodb_has_them_in() -> None:
    post = Post.model_validate(read_item(load_event("stream_modify")["dynamodb"]["NewImage"]))
    assert list(post.entities or {}) == ["locations", "persons"]
