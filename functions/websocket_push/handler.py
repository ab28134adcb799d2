"""Pushes the enriched posts that the bus announces."""

from functools import cache
from typing import Any

import boto3

from functions.events import BlogPostEnriched
from functions.queue_batch import handle_each
from functions.websocket.connections import Connections
from functions.websocket.settings import Settings
from functions.websocket.store import EnrichedPostStore, SubscriptionStore
from functions.websocket_push.logic import push


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Serves an event source mapping of the queue of `BlogPostEnriched` events."""
    return handle_each(event, lambda message: push(BlogPostEnriched.from_bus(message), *_backends()))


@cache
def _backends() -> tuple[SubscriptionStore, EnrichedPostStore, Connections]:
    settings = Settings.from_environment()
    dynamodb = boto3.client("dynamodb")
    return (
        SubscriptionStore(dynamodb, settings.subscriptions_table),
        EnrichedPostStore(dynamodb, settings.enriched_posts_table),
        Connections(boto3.client("apigatewaymanagementapi", endpoint_url=settings.management_endpoint)),
    )
