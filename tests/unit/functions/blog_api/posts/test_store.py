from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from functions.blog_api.posts import store
from functions.blog_api.posts.store import IdempotencyKeyInUseError, KeyRecord, NewPostStore
from functions.domain.post import Post
from functions.runtime.clients import make_client
from functions.runtime.items import read_item
from tests.events import load_event

ITEM = load_event("stream_insert")["dynamodb"]["NewImage"]
POST = Post.model_validate(read_item(ITEM))
NOW = 1_772_357_400
RECORD = KeyRecord(key="k joe", fingerprint="f", post_id=POST.id, expires_at=NOW + 60)
FIRST = KeyRecord(key="k joe", fingerprint="g", post_id="01KJMBQDE00000000000000000", expires_at=NOW + 9)

TRANSACTION = {
    "ClientRequestToken": ANY,
    "TransactItems": [
        {
            "Put": {
                "TableName": "idempotency-keys",
                "Item": {
                    "key": {"S": "k joe"},
                    "fingerprint": {"S": "f"},
                    "postId": {"S": POST.id},
                    "expiresAt": {"N": f"{NOW + 60}"},
                },
                "ConditionExpression": "attribute_not_exists(#key) OR #expiry <= :now",
                "ExpressionAttributeNames": {"#key": "key", "#expiry": "expiresAt"},
                "ExpressionAttributeValues": {":now": {"N": f"{NOW}"}},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        },
        {"Put": {"TableName": "posts", "Item": ITEM}},
    ],
}


@pytest.fixture
def posts(dynamodb: Stubber) -> NewPostStore:  # noqa: ARG001 - the client is stubbed
    return NewPostStore(make_client("dynamodb"), "posts", "idempotency-keys")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Instead of being slept, pauses are collected."""
    slept: list[float] = []
    monkeypatch.setattr(store, "sleep", slept.append)
    return slept


def cancel(dynamodb: Stubber, code: str, item: dict[str, Any] | None = None) -> None:
    reason = {"Code": code} | ({"Item": item} if item else {})
    dynamodb.add_client_error(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": [reason, {"Code": "None"}]},
    )


def test_a_new_post_is_put_with_its_index_keys_unless_it_is_there(
    posts: NewPostStore, dynamodb: Stubber
) -> None:
    dynamodb.add_response(
        "put_item",
        {},
        {"TableName": "posts", "Item": ITEM, "ConditionExpression": "attribute_not_exists(id)"},
    )
    posts.add(POST)


def test_a_post_that_the_sdk_puts_a_second_time_is_stored(posts: NewPostStore, dynamodb: Stubber) -> None:
    dynamodb.add_client_error("put_item", "ConditionalCheckFailedException")
    posts.add(POST)


def test_a_post_and_its_key_are_put_together_unless_the_key_is_alive(
    posts: NewPostStore, dynamodb: Stubber
) -> None:
    dynamodb.add_response("transact_write_items", {}, TRANSACTION)
    assert posts.add_once(POST, RECORD, NOW) == RECORD


def test_a_key_that_is_alive_tells_what_it_was_used_for(posts: NewPostStore, dynamodb: Stubber) -> None:
    cancel(dynamodb, "ConditionalCheckFailed", dict(FIRST.to_item()))
    assert posts.add_once(POST, RECORD, NOW) == FIRST


def test_of_two_at_once_the_second_finds_what_the_first_made(
    posts: NewPostStore, dynamodb: Stubber, pauses: list[float]
) -> None:
    cancel(dynamodb, "TransactionConflict")
    cancel(dynamodb, "ConditionalCheckFailed", dict(FIRST.to_item()))
    assert posts.add_once(POST, RECORD, NOW) == FIRST
    assert [pause > 0 for pause in pauses] == [False, True]


def test_a_key_that_stays_in_use_is_given_up(
    posts: NewPostStore, dynamodb: Stubber, pauses: list[float]
) -> None:
    for _ in range(5):
        cancel(dynamodb, "TransactionConflict")
    with pytest.raises(IdempotencyKeyInUseError):
        posts.add_once(POST, RECORD, NOW)
    assert sum(pauses) < 1


def test_any_other_failure_is_raised(posts: NewPostStore, dynamodb: Stubber) -> None:
    cancel(dynamodb, "ThrottlingError")
    with pytest.raises(make_client("dynamodb").exceptions.TransactionCanceledException):
        posts.add_once(POST, RECORD, NOW)
