"""Reasons of dead letters, as far as a log has them."""

import json
from datetime import UTC, datetime, timedelta

from local.stack import LocalStack
from ops.dead_letters import DeadLetter, Kind, read
from ops.reasons import find_reason
from ops.stack import Stack
from tests.ops.conftest import GiveUp, Log


def test_a_message_that_its_function_gave_up_is_explained_by_the_functions_log(
    stack: LocalStack, operated: Stack
) -> None:
    sqs = stack.emulator.client("sqs")
    poison = sqs.send_message(
        QueueUrl=stack.outputs["operations"]["queues"]["events-recognition"]["url"], MessageBody="poison"
    )
    logs = stack.emulator.client("logs")
    group = stack.outputs["operations"]["functions"]["events-recognition"]["logGroup"]
    deadline = datetime.now(UTC) + timedelta(seconds=20)
    while not logs.filter_log_events(logGroupName=group, filterPattern=f'"{poison["MessageId"]}"')["events"]:
        assert datetime.now(UTC) < deadline
    letter = DeadLetter(
        queue="events-recognition-dead-letters",
        source="events-recognition",
        function="events-recognition",
        message_id=poison["MessageId"],
        sent_at=datetime.now(UTC) - timedelta(minutes=1),
        body="poison",
        attributes={},
    )
    assert find_reason(operated, letter).startswith("message failed: ")


def test_a_message_whose_function_was_ended_each_time_is_explained_by_that(
    operated: Stack, give_up: GiveUp, log: Log
) -> None:
    give_up("events-emails-dead-letters", {"detail": {}})
    [letter] = read(operated, "events-emails-dead-letters", 1)
    assert letter.kind is Kind.MESSAGE
    assert find_reason(operated, letter) == "the log says nothing: the function was stopped, or throttled"
    log("events-emails", "2026-03-01T09:30:00.123Z 0d1e2f3a Task timed out after 30.00 seconds")
    assert find_reason(operated, letter).startswith("Task timed out after 30.00 seconds (its calls, or")


def test_a_batch_that_the_relay_gave_up_is_explained_by_what_it_said_last(operated: Stack, log: Log) -> None:
    log("events-relay", "[ERROR] KeyError: 'EVENT_BUS'")
    now = datetime.now(UTC)
    content = {
        "requestContext": {"condition": "RetryAttemptsExhausted"},
        "DDBStreamBatchInfo": {
            "streamArn": "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s",
            "shardId": "shardId-0",
            "startSequenceNumber": "1",
            "endSequenceNumber": "2",
            "batchSize": 2,
            "approximateArrivalOfFirstRecord": f"{now - timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}",
        },
    }
    letter = DeadLetter(
        queue="events-relay-dead-letters",
        source=None,
        function="events-relay",
        message_id="m",
        sent_at=now + timedelta(minutes=1),
        body=json.dumps(content),
        attributes={},
    )
    assert find_reason(operated, letter).endswith(": KeyError: 'EVENT_BUS'")
