from collections.abc import Callable
from typing import Any

import pytest
from botocore.stub import Stubber

from functions.realtime_gateway.enriched_post_store import EnrichedPostStore
from functions.runtime.clients import make_client
from tests.unit.functions.realtime_gateway.world import MESSAGE, POST_ID


def test_an_enriched_post_is_kept_and_read_consistently(dynamodb: Stubber) -> None:
    item = {"postId": {"S": POST_ID}, "message": {"S": MESSAGE.to_json()}}
    request = {"TableName": "enriched-posts", "Key": {"postId": {"S": POST_ID}}, "ConsistentRead": True}
    unless_removed = {
        "ConditionExpression": "attribute_not_exists(#expiry)",
        "ExpressionAttributeNames": {"#expiry": "expiresAt"},
    }
    dynamodb.add_response("put_item", {}, {"TableName": "enriched-posts", "Item": item, **unless_removed})
    dynamodb.add_response("get_item", {"Item": item}, request)
    dynamodb.add_response("get_item", {}, request)
    enriched_posts = EnrichedPostStore(make_client("dynamodb"), "enriched-posts")
    assert enriched_posts.put(MESSAGE)
    assert enriched_posts.find(POST_ID) == MESSAGE
    assert enriched_posts.find(POST_ID) is None


@pytest.mark.parametrize(
    "item",
    [
        {"note": {"S": "made by hand"}},
        {"message": {"S": "made by hand"}},
        {"message": {"S": '{"type":"blogPostTranslated","id":"1"}'}},
    ],
)
def test_a_message_that_cannot_be_read_is_none_and_logged_once(
    dynamodb: Stubber, item: dict[str, object], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    enriched_posts = EnrichedPostStore(make_client("dynamodb"), "enriched-posts")
    for _reading in range(2):
        dynamodb.add_response("get_item", {"Item": {"postId": {"S": POST_ID}, **item}})
        assert enriched_posts.find(POST_ID) is None
    assert [record["postId"] for record in logged()] == [POST_ID]
