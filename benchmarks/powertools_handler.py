"""Peer of the functions: a handler as the documentation of Powertools for AWS Lambda has it."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from benchmarks.naive_handler import Draft, dynamodb

app = APIGatewayHttpResolver(enable_validation=True)
logger = Logger(service="posts", level="ERROR")


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
