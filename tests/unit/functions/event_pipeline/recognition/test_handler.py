import json

from botocore.stub import Stubber

from functions.event_pipeline.recognition.handler import handle
from tests.events import load_event

ITEM = load_event("stream_insert")["dynamodb"]["NewImage"]
BATCH = {"Records": [{"messageId": "m1", "body": json.dumps(load_event("blog_post_created"))}]}


def test_a_new_post_is_enriched(dynamodb: Stubber, comprehend: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": ITEM})
    comprehend.add_response(
        "detect_entities", {"Entities": []}, {"Text": ITEM["body"]["S"], "LanguageCode": "en"}
    )
    dynamodb.add_response("update_item", {})
    assert handle(BATCH, object()) == {"batchItemFailures": []}


def test_a_throttled_message_is_delivered_again(dynamodb: Stubber, comprehend: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": ITEM})
    comprehend.add_client_error("detect_entities", "ThrottlingException", http_status_code=400)
    assert handle(BATCH, object()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_a_message_that_is_no_event_fails_alone() -> None:
    batch = {"Records": [{"messageId": "m1", "body": "{}"}]}
    assert handle(batch, object()) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
