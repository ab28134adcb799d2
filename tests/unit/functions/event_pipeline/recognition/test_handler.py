import json
from collections.abc import Callable
from typing import Any

from botocore.stub import Stubber

from functions.event_pipeline.recognition.handler import handle
from tests.events import load_event
from tests.unit.functions.call import Call

ITEM = load_event("stream_insert")["dynamodb"]["NewImage"]
BATCH = {"Records": [{"messageId": "m1", "body": json.dumps(load_event("blog_post_created"))}]}


def test_a_new_post_is_enriched(dynamodb: Stubber, comprehend: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": ITEM})
    comprehend.add_response(
        "detect_entities", {"Entities": []}, {"Text": ITEM["body"]["S"], "LanguageCode": "en"}
    )
    dynamodb.add_response("update_item", {})
    assert handle(BATCH, Call()) == {"batchItemFailures": []}


def test_a_throttled_message_is_delivered_again_and_the_log_names_its_post(
    dynamodb: Stubber, comprehend: Stubber, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    dynamodb.add_response("get_item", {"Item": ITEM})
    comprehend.add_client_error("detect_entities", "ThrottlingException", http_status_code=400)
    assert handle(BATCH, Call()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    failure, summary = logged()
    assert (failure["message"], failure["messageId"], failure["postId"]) == (
        "message failed",
        "m1",
        ITEM["id"]["S"],
    )
    assert "postId" not in summary


def test_a_message_that_is_no_event_fails_alone() -> None:
    batch = {"Records": [{"messageId": "m1", "body": "{}"}]}
    assert handle(batch, Call()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
