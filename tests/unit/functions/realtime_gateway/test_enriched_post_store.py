import boto3
from botocore.stub import Stubber

from functions.realtime_gateway.enriched_post_store import EnrichedPostStore
from tests.unit.functions.realtime_gateway.world import MESSAGE, POST_ID


def test_an_enriched_post_is_kept_and_read_consistently(dynamodb: Stubber) -> None:
    item = {"postId": {"S": POST_ID}, "message": {"S": MESSAGE.to_json()}}
    request = {"TableName": "enriched-posts", "Key": {"postId": {"S": POST_ID}}, "ConsistentRead": True}
    dynamodb.add_response("put_item", {}, {"TableName": "enriched-posts", "Item": item})
    dynamodb.add_response("get_item", {"Item": item}, request)
    dynamodb.add_response("get_item", {}, request)
    enriched_posts = EnrichedPostStore(boto3.client("dynamodb"), "enriched-posts")
    enriched_posts.put(MESSAGE)
    assert enriched_posts.find(POST_ID) == MESSAGE
    assert enriched_posts.find(POST_ID) is None
