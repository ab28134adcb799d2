"""Enriches the posts that the bus announces."""

from functools import cache
from typing import Any

import boto3

from functions.client_config import CLIENT_CONFIG
from functions.events import BlogPostCreated
from functions.post_store import PostStore
from functions.queue_batch import handle_each
from functions.recognition.comprehend import Recognizer
from functions.recognition.logic import enrich
from functions.recognition.settings import Settings


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Serves an event source mapping of the queue of `BlogPostCreated` events."""
    return handle_each(
        event, lambda message: enrich(BlogPostCreated.from_bus(message), _posts(), _recognizer())
    )


@cache
def _posts() -> PostStore:
    return PostStore(boto3.client("dynamodb", config=CLIENT_CONFIG), Settings.from_environment().posts_table)


@cache
def _recognizer() -> Recognizer:
    # Without that configuration: a long text takes Comprehend seconds, and nobody is waiting.
    return Recognizer(boto3.client("comprehend"), Settings.from_environment().language)
