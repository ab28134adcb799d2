"""Peer of the functions: an application of FastAPI behind Mangum."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from fastapi import FastAPI
from mangum import Mangum
from pydantic import BaseModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

app = FastAPI()


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


@app.post("/posts", status_code=201)  # type: ignore[untyped-decorator] # it is installed by the benchmark alone
def create(draft: Draft) -> Draft:
    """Saves a post."""
    item = {name: {"S": value} for name, value in draft.model_dump().items()}
    dynamodb().put_item(TableName="posts", Item=item)
    return draft


handle = Mangum(app, lifespan="off")
