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
