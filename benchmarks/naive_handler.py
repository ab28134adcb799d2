"""Peer of the functions: handlers as tutorials have them, with boto3 and a pydantic model."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from pydantic import BaseModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient


class Draft(BaseModel):
    """A post as it is sent."""

    author: str
    title: str
    body: str
    topic: str


@cache
def dynamodb() -> "DynamoDBClient":
    """Makes the client."""
    return boto3.client("dynamodb")


# Not with @cache: a cold start makes what has that, and this belongs to another function.
_events: "EventBridgeClient | None" = None


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Saves a post."""
    draft = Draft.model_validate_json(event["body"])
    item = {name: {"S": value} for name, value in draft.model_dump().items()}
    dynamodb().put_item(TableName="posts", Item=item)
    return {"statusCode": 201, "body": draft.model_dump_json()}


def relay(event: dict[str, Any], _context: object) -> None:
    """Publishes each record of a stream."""
    global _events  # noqa: PLW0603 - as tutorials have it
    _events = _events or boto3.client("events")
    for record in event["Records"]:
        detail = json.dumps(record["dynamodb"]["NewImage"])
        _events.put_events(Entries=[{"Source": "blog", "DetailType": "BlogPostCreated", "Detail": detail}])
