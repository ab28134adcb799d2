import json
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.stub import ANY, Stubber
from ulid import ULID

from functions.posts.handler import handle
from tests.events import load_event

ITEM = load_event("stream_modify")["dynamodb"]["NewImage"]
ID = ITEM["id"]["S"]


def call(route: str, method: str, **changes: object) -> dict[str, Any]:
    event = {**load_event("http_request"), "routeKey": route, **changes}
    event["requestContext"]["http"]["method"] = method
    return dict(handle(event, object()))


def test_a_post_is_created(dynamodb: Stubber) -> None:
    dynamodb.add_response("put_item", {}, {"TableName": "posts", "Item": ANY, "ConditionExpression": ANY})
    response = call("ANY /posts", "POST")
    assert response["statusCode"] == 201
    post = json.loads(response["body"])
    assert response["headers"]["location"] == f"posts/{post['id']}"
    assert list(post) == ["id", "createdAt", "author", "title", "body", "topic"]
    assert post["author"] == "Joe"
    assert post["title"] == "My trip"
    assert post["body"] == "Hi, I am Joe and I love travelling to Spain"
    assert post["topic"] == "Summer"


def test_a_posts_id_and_time_are_the_same_instant(dynamodb: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    post = json.loads(call("ANY /posts", "POST")["body"])
    created_at = datetime.strptime(post["createdAt"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    assert ULID.from_str(post["id"]).datetime == created_at


def test_bad_input_is_refused_and_nothing_stored(dynamodb: Stubber) -> None:  # noqa: ARG001 (nothing is expected)
    assert call("ANY /posts", "POST", body="{")["statusCode"] == 400
    assert call("ANY /posts", "POST", body="{}")["statusCode"] == 422


def test_a_failing_table_is_an_unexpected_failure(dynamodb: Stubber) -> None:
    dynamodb.add_client_error("put_item", "AccessDeniedException", "User: arn:aws:sts::1:x is not authorized")
    response = call("ANY /posts", "POST")
    assert response["statusCode"] == 500
    assert "arn" not in response["body"]


def test_a_post_is_read_with_its_entities(dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": ITEM})
    response = call("ANY /posts/{id}", "GET", pathParameters={"id": ID})
    assert response["statusCode"] == 200
    assert json.loads(response["body"]) == {
        "id": ID,
        "createdAt": "2026-03-01T09:30:00.000Z",
        "author": "Joe",
        "title": "My trip",
        "body": "Hi, I am Joe and I love travelling to Spain",
        "topic": "Summer",
        "entities": {"locations": ["Spain"], "persons": ["Joe"]},
    }


def test_a_new_post_is_read_without_entities(dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": load_event("stream_insert")["dynamodb"]["NewImage"]})
    response = call("ANY /posts/{id}", "GET", pathParameters={"id": ID})
    assert "entities" not in json.loads(response["body"])


def test_an_unknown_post_is_not_found(dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {})
    assert call("ANY /posts/{id}", "GET", pathParameters={"id": ID})["statusCode"] == 404


def test_what_cannot_be_a_post_is_not_found() -> None:
    assert call("ANY /posts/{id}", "GET", pathParameters={"id": "x" * 3000})["statusCode"] == 404


@pytest.mark.parametrize(
    ("route", "method", "allow"),
    [("ANY /posts", "GET", "POST"), ("ANY /posts", "DELETE", "POST"), ("ANY /posts/{id}", "PUT", "GET")],
)
def test_other_methods_are_not_allowed(route: str, method: str, allow: str) -> None:
    response = call(route, method, pathParameters={"id": ID})
    assert response["statusCode"] == 405
    assert response["headers"]["allow"] == allow


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_paths_are_not_found(method: str) -> None:
    response = call("$default", method)
    assert response["statusCode"] == 404
    assert response["headers"]["content-type"] == "application/problem+json"
