import json

import pytest
from botocore.stub import ANY, Stubber

from functions.event_pipeline.relay.dead_letters import DeadLetters
from functions.runtime.clients import make_client
from tests.events import load_event

QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/relay-dead-letters"
RECORD = load_event("stream_insert")


@pytest.fixture
def dead_letters(sqs: Stubber) -> DeadLetters:  # noqa: ARG001 - the client is stubbed
    return DeadLetters(make_client("sqs"), QUEUE)


def test_a_record_is_put_aside_whole(dead_letters: DeadLetters, sqs: Stubber) -> None:
    body = json.dumps({"record": RECORD})
    sqs.add_response("send_message", {}, {"QueueUrl": QUEUE, "MessageBody": body})
    dead_letters.put(RECORD)


def test_of_a_record_that_is_larger_than_a_message_its_name_is_put_aside(
    dead_letters: DeadLetters, sqs: Stubber
) -> None:
    sent: list[str] = []
    sqs.client.meta.events.register_first(
        "provide-client-params.sqs.SendMessage", lambda params, **_: sent.append(params["MessageBody"])
    )
    sqs.add_response("send_message", {}, {"QueueUrl": QUEUE, "MessageBody": ANY})
    image = {"id": {"S": "1"}, "body": {"S": "x" * 300_000}}
    dead_letters.put({**RECORD, "dynamodb": {**RECORD["dynamodb"], "NewImage": image}})
    record = json.loads(sent[0])["record"]
    assert "NewImage" not in record["dynamodb"]
    assert record["dynamodb"]["Keys"] == RECORD["dynamodb"]["Keys"]
    assert record["eventID"] == RECORD["eventID"]
