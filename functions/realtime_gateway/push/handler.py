"""Lambda handler of the push queue: tells WebSocket clients what the bus announces."""

import os
from functools import cache
from typing import Any

from functions.realtime_gateway.hub import Hub
from functions.realtime_gateway.push.logic import push
from functions.realtime_gateway.push.work import WorkQueue, read_work
from functions.runtime import environment, invocation
from functions.runtime.clients import make_client
from functions.runtime.context import Context
from functions.runtime.queue_batch import handle_each

# What a send that gets no answer may take (3 s), and a second to put the rest into the queue. Should that be
# too little, Lambda ends the function, SQS delivers the message again, and what is marked is not sent again.
_RESERVE_MS = 4000


def handle(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """Serves an event source mapping of the queue of all events of posts."""
    invocation.begin(context)

    def has_time() -> bool:
        return context.get_remaining_time_in_millis() > _RESERVE_MS

    return handle_each(event, lambda message: push(read_work(message), _hub(), _queue(), has_time))


@cache
def _hub() -> Hub:
    return Hub.from_environment()


@cache
def _queue() -> WorkQueue:
    return WorkQueue(make_client("sqs"), os.environ[environment.QUEUE_URL])
