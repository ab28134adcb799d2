from decimal import Decimal

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from functions.domain.post import Post, PostStatus
from functions.runtime.items import read_item, write_item
from tests.events import load_event


def test_a_post_comes_back_from_its_item_as_it_was() -> None:
    post = Post.model_validate(read_item(load_event("stream_modify")["dynamodb"]["NewImage"]))
    assert post.status == PostStatus.ENRICHED
    assert Post.model_validate(read_item(write_item(post.model_dump()))) == post


def test_each_value_names_its_type() -> None:
    attributes = {"status": PostStatus.NEW, "entities": {"persons": ["Joe"]}}
    assert write_item(attributes) == {
        "status": {"S": "NEW"},
        "entities": {"M": {"persons": {"L": [{"S": "Joe"}]}}},
    }


ATTRIBUTES = {
    "text": "Joe",
    "number": 3,
    "decimal": Decimal("2.50"),
    "truth": True,
    "nothing": None,
    "list": ["a", 1, False, {"deep": []}],
    "map": {"a": {"b": ["c"]}},
}


def test_items_are_written_and_read_as_boto3_does() -> None:
    item = write_item(ATTRIBUTES)
    serialize, deserialize = TypeSerializer().serialize, TypeDeserializer().deserialize
    assert item == {name: serialize(value) for name, value in ATTRIBUTES.items()}
    assert read_item(item) == {name: deserialize(value) for name, value in item.items()} == ATTRIBUTES


def test_sets_and_bytes_that_others_wrote_are_read() -> None:
    assert read_item(
        {"t": {"SS": ["a", "b"]}, "n": {"NS": ["1", "2.5"]}, "b": {"B": b"x"}, "bs": {"BS": [b"x"]}}
    ) == {"t": {"a", "b"}, "n": {Decimal(1), Decimal("2.5")}, "b": b"x", "bs": {b"x"}}


def test_what_dynamodb_has_no_type_for_is_refused() -> None:
    with pytest.raises(TypeError, match=r"2\.5"):
        write_item({"number": 2.5})
