"""Peer of the functions: a handler as the documentation of Powertools for AWS Lambda has it."""

from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from pydantic import BaseModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

app = APIGatewayHttpResolver(enable_validation=True)
logger = Logger(service="posts", level="ERROR")


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


@app.post("/posts")  # type: ignore[untyped-decorator] # it is installed by the benchmark alone
def create(draft: Draft) -> tuple[Draft, int]:
    """Saves a post."""
    item = {name: {"S": value} for name, value in draft.model_dump().items()}
    dynamodb().put_item(TableName="posts", Item=item)
    return draft, 201


@logger.inject_lambda_context  # type: ignore[untyped-decorator] # the same
def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Serves the API."""
    response: dict[str, Any] = app.resolve(event, context)
    return response
