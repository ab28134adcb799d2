"""Peer of the functions: a handler as tutorials have it, with boto3 and a pydantic model."""

from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from pydantic import BaseModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


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


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Saves a post."""
    draft = Draft.model_validate_json(event["body"])
    dynamodb().put_item(TableName="posts", Item={"title": {"S": draft.title}})
    return {"statusCode": 201}
