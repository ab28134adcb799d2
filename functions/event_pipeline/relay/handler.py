"""Lambda handler of the posts table's stream: announces its changes on the bus."""

import os
from functools import cache
from typing import Any

from functions.event_pipeline.relay.dead_letters import DeadLetters
from functions.event_pipeline.relay.event_bus import EventBus
from functions.event_pipeline.relay.logic import relay
from functions.runtime import environment, invocation, log
from functions.runtime.clients import make_client
from functions.runtime.context import Context


def handle(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """Serves an event source mapping of the stream with the response type `ReportBatchItemFailures`.

    Returns:
        What Lambda expects: the sequence number to go on from, if not all is done. Lambda delivers from there
        again, as often as the mapping allows. Then the record goes to the mapping's on-failure destination.
    """
    invocation.begin(context)
    failed = relay(event["Records"], _event_bus(), _dead_letters())
    log.info("changes relayed", records=len(event["Records"]), failedAt=failed)
    return {"batchItemFailures": [] if failed is None else [{"itemIdentifier": failed}]}


@cache
def _event_bus() -> EventBus:
    return EventBus(make_client("events"), os.environ[environment.EVENT_BUS])


@cache
def _dead_letters() -> DeadLetters:
    return DeadLetters(make_client("sqs"), os.environ[environment.DEAD_LETTER_QUEUE_URL])
