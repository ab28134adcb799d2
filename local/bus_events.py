"""Events on a bus, followed as an operator would: with a rule and a queue of one's own."""

import json
from collections.abc import Iterator
from typing import Any

from emulated_aws.emulator import Emulator
from functions.domain.events import SOURCE

_NAME = "bus-events"
_LONG_POLL_SECONDS = 20  # SQS's longest: an event wakes the call, so nothing is gained by a shorter one


def listen(emulator: Emulator, bus_name: str) -> Iterator[dict[str, Any]]:
    """Yields the blog's events as they happen, in EventBridge's envelope, for ever.

    The rule and the queue are made at the call; both end with the emulator.

    Args:
        emulator: The AWS that has the bus.
        bus_name: The bus to listen to.
    """
    sqs, events = emulator.client("sqs"), emulator.client("events")
    queue_url = sqs.create_queue(QueueName=_NAME)["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    events.put_rule(Name=_NAME, EventBusName=bus_name, EventPattern=json.dumps({"source": [SOURCE]}))
    events.put_targets(Rule=_NAME, EventBusName=bus_name, Targets=[{"Id": _NAME, "Arn": queue_arn}])
    return _receive(emulator, queue_url)


def _receive(emulator: Emulator, queue_url: str) -> Iterator[dict[str, Any]]:
    sqs = emulator.client("sqs")
    while True:
        answer = sqs.receive_message(
            QueueUrl=queue_url, WaitTimeSeconds=_LONG_POLL_SECONDS, MaxNumberOfMessages=10
        )
        for message in answer.get("Messages", []):
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
            if event := _read(message["Body"]):
                yield event


def _read(body: str) -> dict[str, Any]:
    """Reads an event. Returns nothing for a message that is none: whoever may can put one into the queue."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}
