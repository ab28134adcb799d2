"""Pushes what the bus announces about posts."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Protocol

import boto3
from botocore.config import Config

from functions.queue_batch import handle_each
from functions.websocket.connections import MAXIMUM_SENDS, SENDING
from functions.websocket.gateway import Gateway
from functions.websocket.settings import Settings
from functions.websocket_push.logic import push
from functions.websocket_push.settings import PushSettings
from functions.websocket_push.work import WorkQueue, read_work

# What a send that gets no answer may take (3 s), and a second to put the rest into the queue. Should that be
# too little, Lambda ends the function, SQS delivers the message again, and what is marked is not sent again.
_RESERVE_MS = 4000


class _Context(Protocol):
    """What Lambda tells a function of its call."""

    def get_remaining_time_in_millis(self) -> int: ...


def handle(event: dict[str, Any], context: _Context) -> dict[str, Any]:
    """Serves an event source mapping of the queue of `BlogPostCreated` and `BlogPostEnriched` events."""

    def has_time() -> bool:
        return context.get_remaining_time_in_millis() > _RESERVE_MS

    with ThreadPoolExecutor(MAXIMUM_SENDS) as executor:
        return handle_each(
            event, lambda message: push(read_work(message), _gateway(), _queue(), executor, has_time)
        )


@cache
def _gateway() -> Gateway:
    settings = Settings.from_environment()
    dynamodb = boto3.client("dynamodb", config=Config(max_pool_connections=MAXIMUM_SENDS))
    management_api = boto3.client(
        "apigatewaymanagementapi", endpoint_url=settings.management_endpoint, config=SENDING
    )
    return Gateway.of(settings, dynamodb, management_api)


@cache
def _queue() -> WorkQueue:
    return WorkQueue(boto3.client("sqs"), PushSettings.from_environment().queue_url)
