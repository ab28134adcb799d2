"""Lambda handler of the recognition queue: enriches the posts that the bus announces."""

import os
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from functions.domain.events import BlogPostCreated
from functions.domain.post_store import PostStore
from functions.event_pipeline.recognition.comprehend import RECOGNIZING, Recognizer
from functions.event_pipeline.recognition.logic import enrich
from functions.runtime import environment, invocation
from functions.runtime.clients import make_client
from functions.runtime.context import Context
from functions.runtime.queue_batch import handle_each

if TYPE_CHECKING:
    from mypy_boto3_comprehend.literals import LanguageCodeType


def handle(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """Serves an event source mapping of the queue of `BlogPostCreated` events."""
    invocation.begin(context)
    return handle_each(
        event, lambda message: enrich(BlogPostCreated.from_bus(message), _posts(), _recognizer())
    )


@cache
def _posts() -> PostStore:
    return PostStore(make_client("dynamodb"), os.environ[environment.POSTS_TABLE])


@cache
def _recognizer() -> Recognizer:
    language = cast("LanguageCodeType", os.environ[environment.LANGUAGE])
    return Recognizer(make_client("comprehend", config=RECOGNIZING), language)
