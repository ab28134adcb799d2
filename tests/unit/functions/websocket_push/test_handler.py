import json

from botocore.stub import Stubber

from functions.websocket_push.handler import handle
from tests.events import load_event
from tests.unit.functions.websocket.world import MESSAGE

BATCH = {"Records": [{"messageId": "m1", "body": json.dumps(load_event("blog_post_enriched"))}]}
SUBSCRIBED = {"Items": [{"connectionId": {"S": "ann"}}]}


def test_an_enriched_post_is_pushed(dynamodb: Stubber, management_api: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    dynamodb.add_response("query", SUBSCRIBED)
    dynamodb.add_response("update_item", {})
    management_api.add_response(
        "post_to_connection", {}, {"ConnectionId": "ann", "Data": MESSAGE.to_json().encode()}
    )
    dynamodb.add_response("update_item", {})
    assert handle(BATCH, object()) == {"batchItemFailures": []}


def test_a_push_that_is_not_complete_is_delivered_again(dynamodb: Stubber, management_api: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    dynamodb.add_response("query", SUBSCRIBED)
    dynamodb.add_response("update_item", {})
    management_api.add_client_error("post_to_connection", "LimitExceededException", http_status_code=429)
    dynamodb.add_response("update_item", {})
    assert handle(BATCH, object()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
