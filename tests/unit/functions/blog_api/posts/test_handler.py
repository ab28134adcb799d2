import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.stub import ANY, Stubber
from ulid import ULID

from functions.blog_api.posts import store
from functions.blog_api.posts.handler import handle
from tests.events import load_event
from tests.unit.functions.call import Call

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
ITEM = load_event("stream_modify")["dynamodb"]["NewImage"]
ID = ITEM["id"]["S"]
SUBJECT = ITEM["subject"]["S"]
KEYED = {"content-type": "application/json", "idempotency-key": "k"}
OTHER_RECORD = {
    "key": {"S": "k"},
    "fingerprint": {"S": "another"},
    "postId": {"S": ID},
    "expiresAt": {"N": "1"},
}


def call(route: str, method: str, **changes: object) -> dict[str, Any]:
    event = {**load_event("http_request"), "routeKey": route, **changes}
    event["requestContext"]["http"]["method"] = method
    return dict(handle(event, Call()))


def cancel(dynamodb: Stubber, reason: dict[str, Any]) -> None:
    dynamodb.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": [reason, {"Code": "None"}]},
    )


def test_a_post_is_created(dynamodb: Stubber) -> None:
    dynamodb.add_response("put_item", {}, {"TableName": "posts", "Item": ANY, "ConditionExpression": ANY})
    response = call("POST /posts", "POST")
    assert response["statusCode"] == 201
    post = json.loads(response["body"])
    assert response["headers"]["location"] == f"posts/{post['id']}"
    assert list(post) == ["id", "createdAt", "author", "title", "body", "topic", "topicKey"]
    assert post["author"] == "Joe"
    assert post["title"] == "My trip"
    assert post["body"] == "Hi, I am Joe and I love travelling to Spain"
    assert post["topic"] == "Summer"


def test_a_post_keeps_the_trace_of_its_request_and_the_log_names_it(
    dynamodb: Stubber, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    items: list[dict[str, Any]] = []
    dynamodb.client.meta.events.register(
        "before-parameter-build.dynamodb.PutItem", lambda params, **_: items.append(params["Item"])
    )
    dynamodb.add_response("put_item", {})
    headers = load_event("http_request")["headers"] | {"traceparent": TRACEPARENT}
    post = json.loads(call("POST /posts", "POST", headers=headers)["body"])
    assert "traceparent" not in post
    (item,) = items
    assert item["traceparent"] == {"S": TRACEPARENT}
    (line,) = logged()
    assert (line["postId"], line["correlation_id"]) == (post["id"], TRACEPARENT[3:35])


def test_an_author_needs_a_token() -> None:
    event = load_event("http_request")
    del event["requestContext"]["authorizer"]
    assert handle(event, Call())["statusCode"] == 401


@pytest.fixture
def key_records(dynamodb: Stubber) -> Iterator[list[dict[str, Any]]]:
    """The records of keys that transactions put."""
    records: list[dict[str, Any]] = []

    def collect(params: dict[str, Any], **_: object) -> None:
        records.append(params["TransactItems"][0]["Put"]["Item"])

    hook = ("before-parameter-build.dynamodb.TransactWriteItems", collect)
    dynamodb.client.meta.events.register(*hook)
    yield records
    dynamodb.client.meta.events.unregister(*hook)


def test_a_post_with_a_key_is_made_once_and_answered_twice(
    dynamodb: Stubber, key_records: list[dict[str, Any]]
) -> None:
    dynamodb.add_response("transact_write_items", {})
    first = call("POST /posts", "POST", headers=KEYED)
    cancel(dynamodb, {"Code": "ConditionalCheckFailed", "Item": key_records[0]})
    assert first["statusCode"] == 201
    assert call("POST /posts", "POST", headers=KEYED) == first


def test_a_key_with_another_body_is_refused(dynamodb: Stubber) -> None:
    cancel(dynamodb, {"Code": "ConditionalCheckFailed", "Item": OTHER_RECORD})
    response = call("POST /posts", "POST", headers=KEYED)
    assert response["statusCode"] == 422
    assert response["headers"]["content-type"] == "application/problem+json"


def test_a_key_in_use_is_a_conflict(dynamodb: Stubber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "sleep", lambda _seconds: None)
    for _ in range(5):
        cancel(dynamodb, {"Code": "TransactionConflict"})
    response = call("POST /posts", "POST", headers=KEYED)
    assert response["statusCode"] == 409
    assert response["headers"]["retry-after"] == "1"


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256])
def test_a_bad_key_is_refused(key: str) -> None:
    response = call("POST /posts", "POST", headers={**KEYED, "idempotency-key": key})
    assert response["statusCode"] == 400
    assert "idempotency-key" in response["body"]


def test_a_posts_id_and_time_are_the_same_instant(dynamodb: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    post = json.loads(call("POST /posts", "POST")["body"])
    created_at = datetime.strptime(post["createdAt"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    assert ULID.from_str(post["id"]).datetime == created_at


def test_bad_input_is_refused_and_nothing_stored(dynamodb: Stubber) -> None:  # noqa: ARG001 - nothing is expected
    assert call("POST /posts", "POST", body="{")["statusCode"] == 400
    assert call("POST /posts", "POST", body="{}")["statusCode"] == 422


def test_a_failing_table_is_an_unexpected_failure(dynamodb: Stubber) -> None:
    dynamodb.add_client_error("put_item", "AccessDeniedException", "User: arn:aws:sts::1:x is not authorized")
    response = call("POST /posts", "POST")
    assert response["statusCode"] == 500
    assert "arn" not in response["body"]


def test_a_post_is_read_with_its_entities(dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": ITEM})
    response = call("GET /posts/{id}", "GET", pathParameters={"id": ID})
    assert response["statusCode"] == 200
    assert json.loads(response["body"]) == {
        "id": ID,
        "createdAt": "2026-03-01T09:30:00.000Z",
        "author": "Joe",
        "title": "My trip",
        "body": "Hi, I am Joe and I love travelling to Spain",
        "topic": "Summer",
        "topicKey": "summer",
        "entities": {"locations": ["Spain"], "persons": ["Joe"]},
    }


def test_a_post_is_found_whatever_the_case_of_its_id(dynamodb: Stubber) -> None:
    request = {"TableName": "posts", "Key": {"id": {"S": ID}}, "ConsistentRead": True}
    dynamodb.add_response("get_item", {"Item": ITEM}, request)
    response = call("GET /posts/{id}", "GET", pathParameters={"id": ID.lower()})
    assert json.loads(response["body"])["id"] == ID


def test_a_new_post_is_read_without_entities(dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": load_event("stream_insert")["dynamodb"]["NewImage"]})
    response = call("GET /posts/{id}", "GET", pathParameters={"id": ID})
    assert "entities" not in json.loads(response["body"])


def test_a_post_that_the_client_has_is_not_sent_again(dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": ITEM})
    dynamodb.add_response("get_item", {"Item": ITEM})
    tag = call("GET /posts/{id}", "GET", pathParameters={"id": ID})["headers"]["etag"]
    response = call("GET /posts/{id}", "GET", pathParameters={"id": ID}, headers={"if-none-match": tag})
    assert response["statusCode"] == 304
    assert response["headers"]["etag"] == tag
    assert not response["body"]


def test_a_post_gets_another_tag_when_it_is_enriched(dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {"Item": load_event("stream_insert")["dynamodb"]["NewImage"]})
    dynamodb.add_response("get_item", {"Item": ITEM})
    new, enriched = (call("GET /posts/{id}", "GET", pathParameters={"id": ID}) for _ in range(2))
    assert new["headers"]["etag"] != enriched["headers"]["etag"]


def test_posts_are_listed_without_bodies_and_subjects(dynamodb: Stubber) -> None:
    listed = {name: value for name, value in ITEM.items() if name not in ("body", "subject")}
    for items in ([listed], [], [], []):
        dynamodb.add_response("query", {"Items": items})
    response = call("GET /posts", "GET")
    assert response["statusCode"] == 200
    assert json.loads(response["body"]) == {
        "posts": [
            {
                "id": ID,
                "createdAt": "2026-03-01T09:30:00.000Z",
                "author": "Joe",
                "title": "My trip",
                "topic": "Summer",
                "topicKey": "summer",
                "entities": {"locations": ["Spain"], "persons": ["Joe"]},
            }
        ]
    }


@pytest.mark.parametrize(
    ("query", "parameter"), [("limit=0", "limit"), ("cursor=x", "cursor"), ("limt=5", "limt")]
)
def test_a_bad_query_is_told_by_its_parameter(query: str, parameter: str) -> None:
    response = call("GET /posts", "GET", rawQueryString=query)
    assert response["statusCode"] == 400
    assert [error["field"] for error in json.loads(response["body"])["errors"]] == [parameter]


def test_an_unknown_post_is_not_found(dynamodb: Stubber) -> None:
    dynamodb.add_response("get_item", {})
    assert call("GET /posts/{id}", "GET", pathParameters={"id": ID})["statusCode"] == 404


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_what_cannot_be_a_post_is_not_found(method: str) -> None:
    assert call(f"{method} /posts/{{id}}", method, pathParameters={"id": "x" * 3000})["statusCode"] == 404


def test_head_is_answered_as_get_is_but_for_the_body(dynamodb: Stubber) -> None:
    for _request in range(2):
        dynamodb.add_response("get_item", {"Item": ITEM})
    get = call("GET /posts/{id}", "GET", pathParameters={"id": ID})
    assert call("HEAD /posts/{id}", "HEAD", pathParameters={"id": ID}) == {**get, "body": ""}


def delete(**headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return call("DELETE /posts/{id}", "DELETE", pathParameters={"id": ID.lower()}, headers=named)


DELETION = {
    "TableName": "posts",
    "Key": {"id": {"S": ID}},
    "ConditionExpression": "#subject = :subject",
    "ExpressionAttributeNames": {"#subject": "subject"},
    "ExpressionAttributeValues": {":subject": {"S": SUBJECT}},
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}


def test_who_posted_it_deletes_a_post(dynamodb: Stubber) -> None:
    dynamodb.add_response("delete_item", {}, DELETION)
    assert delete() == {"statusCode": 204, "headers": {}, "body": ""}


@pytest.fixture
def etag(dynamodb: Stubber) -> str:
    """The tag of a post of Joe's, which is then read once more."""
    for _request in range(2):
        dynamodb.add_response("get_item", {"Item": ITEM})
    tag: str = call("GET /posts/{id}", "GET", pathParameters={"id": ID})["headers"]["etag"]
    return tag


def test_a_post_that_is_as_its_author_saw_it_is_deleted_if_it_still_is(dynamodb: Stubber, etag: str) -> None:
    unchanged = {
        "ConditionExpression": "#subject = :subject AND #status = :status",
        "ExpressionAttributeNames": {"#subject": "subject", "#status": "status"},
        "ExpressionAttributeValues": {":subject": {"S": SUBJECT}, ":status": {"S": "ENRICHED"}},
    }
    dynamodb.add_response("delete_item", {}, DELETION | unchanged)
    assert delete(if_match=etag)["statusCode"] == 204


@pytest.mark.usefixtures("etag")
@pytest.mark.parametrize("headers", [{"if_match": '"zzz"'}, {"if_none_match": "*"}])
def test_a_post_that_is_not_as_its_author_saw_it_is_not_deleted(headers: dict[str, str]) -> None:
    response = delete(**headers)
    assert response["statusCode"] == 412
    assert next(iter(headers)).replace("_", "-") in response["body"]


def test_a_post_that_changes_while_it_is_deleted_is_not(dynamodb: Stubber, etag: str) -> None:
    dynamodb.add_client_error("delete_item", "ConditionalCheckFailedException", modeled_fields={"Item": ITEM})
    assert delete(if_match=etag)["statusCode"] == 412


def test_a_post_of_another_is_forbidden_whatever_the_preconditions(dynamodb: Stubber) -> None:
    item = {**ITEM, "subject": {"S": "somebody else"}}
    dynamodb.add_response("get_item", {"Item": item})
    dynamodb.add_client_error("delete_item", "ConditionalCheckFailedException", modeled_fields={"Item": item})
    assert delete(if_match='"zzz"')["statusCode"] == 403


@pytest.mark.parametrize("item", [{}, {"Item": {"id": {"S": ID}, "subject": {"S": SUBJECT}}}])
def test_a_post_that_is_not_there_or_unreadable_is_not_found_whatever_the_preconditions(
    dynamodb: Stubber, item: dict[str, Any]
) -> None:
    dynamodb.add_response("get_item", item)
    assert delete(if_match="*")["statusCode"] == 404


@pytest.mark.parametrize(("tags", "status"), [('"zzz"', 412), ("zzz", 400), ("*", 201)])
def test_a_post_is_created_if_the_list_is_as_its_author_saw_it(
    dynamodb: Stubber, tags: str, status: int
) -> None:
    for _shard in range(4):
        dynamodb.add_response("query", {"Items": []})
    if status == 201:
        dynamodb.add_response("put_item", {})
    headers = load_event("http_request")["headers"] | {"if-match": tags}
    assert call("POST /posts", "POST", headers=headers)["statusCode"] == status


@pytest.mark.parametrize(
    ("item", "status"),
    [({"subject": {"S": "somebody else"}}, 403), ({"note": {"S": "by hand"}}, 404), ({}, 404)],
)
def test_who_did_not_post_it_deletes_nothing(dynamodb: Stubber, item: dict[str, Any], status: int) -> None:
    dynamodb.add_client_error("delete_item", "ConditionalCheckFailedException", modeled_fields={"Item": item})
    response = delete()
    assert response["statusCode"] == status
    assert response["headers"]["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("route", "method", "allow"),
    [("ANY /posts", "DELETE", "GET, HEAD, POST"), ("ANY /posts/{id}", "PUT", "GET, HEAD, DELETE")],
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
