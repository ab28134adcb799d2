import json

from botocore.stub import Stubber

from functions.realtime_gateway.push.handler import handle
from tests.events import load_event
from tests.unit.functions.call import Call
from tests.unit.functions.conftest import ENVIRONMENT
from tests.unit.functions.realtime_gateway.world import ENRICHED, MESSAGE, POST_ID

BATCH = {"Records": [{"messageId": "m1", "body": json.dumps(load_event("blog_post_enriched"))}]}
NOBODY: dict[str, object] = {"Items": []}
ANN = {"Items": [{"connectionId": {"S": "ann"}}]}


def expect_send(management_api: Stubber) -> None:
    sent = {"ConnectionId": "ann", "Data": MESSAGE.to_json().encode()}
    management_api.add_response("post_to_connection", {}, sent)


def test_an_enriched_post_is_pushed(dynamodb: Stubber, management_api: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    dynamodb.add_response("query", NOBODY)
    dynamodb.add_response("query", ANN)
    dynamodb.add_response("update_item", {})
    expect_send(management_api)
    dynamodb.add_response("update_item", {})
    assert handle(BATCH, Call()) == {"batchItemFailures": []}


def test_what_there_is_no_time_for_is_put_into_the_functions_own_queue(
    dynamodb: Stubber, management_api: Stubber, sqs: Stubber
) -> None:
    dynamodb.add_response("put_item", {})
    dynamodb.add_response("query", ANN)
    dynamodb.add_response("update_item", {})
    expect_send(management_api)
    dynamodb.add_response("update_item", {})
    progress = {"after": {"channel": f"post#{POST_ID}", "connectionId": "ann"}, "unsettled": []}
    rest = {
        "progress": progress,
        "detail-type": "BlogPostEnriched",
        "detail": json.loads(ENRICHED.detail.to_json()),
    }
    body = json.dumps(rest, separators=(",", ":"))
    sqs.add_response(
        "send_message", {"MessageId": "m2"}, {"QueueUrl": ENVIRONMENT["QUEUE_URL"], "MessageBody": body}
    )
    assert handle(BATCH, Call(milliseconds=4000)) == {"batchItemFailures": []}


def test_a_push_that_is_not_complete_is_delivered_again(dynamodb: Stubber, management_api: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    dynamodb.add_response("query", NOBODY)
    dynamodb.add_response("query", ANN)
    dynamodb.add_response("update_item", {})
    management_api.add_client_error("post_to_connection", "ForbiddenException", http_status_code=403)
    dynamodb.add_response("update_item", {})
    assert handle(BATCH, Call()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
