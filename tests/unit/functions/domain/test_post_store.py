from collections.abc import Callable
from typing import Any

import pytest
from botocore.stub import Stubber

from functions.domain.post import Post
from functions.domain.post_store import PostStore
from functions.runtime.clients import make_client
from functions.runtime.items import read_item
from tests.events import load_event

ITEM = load_event("stream_insert")["dynamodb"]["NewImage"]
POST = Post.model_validate(read_item(ITEM))


@pytest.fixture
def posts(dynamodb: Stubber) -> PostStore:  # noqa: ARG001 - the client is stubbed
    return PostStore(make_client("dynamodb"), "posts")


def test_a_post_is_read_consistently(posts: PostStore, dynamodb: Stubber) -> None:
    request = {"TableName": "posts", "Key": {"id": {"S": POST.id}}, "ConsistentRead": True}
    dynamodb.add_response("get_item", {"Item": ITEM}, request)
    dynamodb.add_response("get_item", {}, request)
    assert posts.find(POST.id) == POST
    assert posts.find(POST.id) is None


def test_a_post_is_enriched_only_while_it_is_new(posts: PostStore, dynamodb: Stubber) -> None:
    dynamodb.add_response(
        "update_item",
        {},
        {
            "TableName": "posts",
            "Key": {"id": {"S": POST.id}},
            "UpdateExpression": "SET entities = :entities, #status = :enriched",
            "ConditionExpression": "#status = :new",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {
                ":entities": {"M": {"persons": {"L": [{"S": "Joe"}]}}},
                ":enriched": {"S": "ENRICHED"},
                ":new": {"S": "NEW"},
            },
        },
    )
    posts.enrich(POST.id, {"persons": ["Joe"]})


def test_a_post_that_is_enriched_already_or_gone_is_left_alone(posts: PostStore, dynamodb: Stubber) -> None:
    dynamodb.add_client_error("update_item", "ConditionalCheckFailedException")
    posts.enrich(POST.id, {})


def test_an_item_that_is_no_post_counts_as_none(
    posts: PostStore, dynamodb: Stubber, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    dynamodb.add_response("get_item", {"Item": {"id": {"S": POST.id}, "note": {"S": "made by hand"}}})
    assert posts.find(POST.id) is None
    assert logged()[0]["postId"] == POST.id
