"""Peer of the functions: an application of FastAPI behind Mangum."""

from fastapi import FastAPI
from mangum import Mangum

from benchmarks.naive_handler import Draft, dynamodb

app = FastAPI()


@app.post("/posts", status_code=201)  # type: ignore[untyped-decorator] # it is installed by the benchmark alone
def create(draft: Draft) -> Draft:
    """Saves a post."""
    item = {name: {"S": value} for name, value in draft.model_dump().items()}
    dynamodb().put_item(TableName="posts", Item=item)
    return draft


handle = Mangum(app, lifespan="off")
