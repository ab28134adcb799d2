"""Storing new posts in the posts table, together with their idempotency keys."""

from dataclasses import dataclass
from time import sleep
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from functions.blog_api.posts.feed import index_keys
from functions.domain.post import Post
from functions.domain.tables import EXPIRY
from functions.runtime.items import write_item

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

# How long to wait before each attempt, in seconds, while another request with the same key is being stored. A
# transaction takes some ten milliseconds.
_PAUSES = (0, 0.05, 0.1, 0.2, 0.4)


class IdempotencyKeyInUseError(Exception):
    """Another request with the same key is being stored right now."""


@dataclass(frozen=True)
class KeyRecord:
    """What an idempotency key was used for.

    Attributes:
        key: The key, together with whose it is.
        fingerprint: Of the draft that came with it.
        post_id: The post that was made of that.
        expires_at: Until when the key stands for that post, in seconds since 1970.
    """

    key: str
    fingerprint: str
    post_id: str
    expires_at: int

    @classmethod
    def from_item(cls, item: "Mapping[str, Any]") -> Self:
        """Reads a record from an item. One that lacks something stands for no draft of anybody's."""
        try:
            return cls(
                key=item["key"]["S"],
                fingerprint=item["fingerprint"]["S"],
                post_id=item["postId"]["S"],
                expires_at=int(item[EXPIRY]["N"]),
            )
        except KeyError:
            return cls(key=item["key"]["S"], fingerprint="", post_id="", expires_at=0)

    def to_item(self) -> "dict[str, AttributeValueTypeDef]":
        """Writes the record as an item."""
        return {
            "key": {"S": self.key},
            "fingerprint": {"S": self.fingerprint},
            "postId": {"S": self.post_id},
            EXPIRY: {"N": f"{self.expires_at}"},
        }


class NewPostStore:
    """Stores new posts, each once."""

    def __init__(self, dynamodb: "DynamoDBClient", posts_table: str, idempotency_table: str) -> None:
        self._dynamodb = dynamodb
        self._posts_table = posts_table
        self._idempotency_table = idempotency_table

    def add(self, post: Post) -> None:
        """Stores a post.

        Its id is fresh. If the table has it nevertheless, then the client repeats an attempt whose answer was
        lost. The condition keeps that from undoing an enrichment that came in between.
        """
        try:
            self._dynamodb.put_item(
                TableName=self._posts_table,
                Item=_item(post),
                ConditionExpression="attribute_not_exists(id)",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return

    def add_once(self, post: Post, record: KeyRecord, now: int) -> KeyRecord:
        """Stores a post together with the record of its key, unless the key has been used.

        Either both are stored or neither. An attempt that the client repeats because its answer was lost has
        the same `ClientRequestToken`, and DynamoDB does it once.

        Args:
            post: The post.
            record: What its key is used for.
            now: The time, in seconds since 1970. DynamoDB deletes expired records days later: until then they
                count as absent.

        Returns:
            What the key is used for then: `record`, or what was there.

        Raises:
            IdempotencyKeyInUseError: Other requests with the same key kept this one from being stored.
        """
        for pause in _PAUSES:
            sleep(pause)
            try:
                self._dynamodb.transact_write_items(
                    TransactItems=[
                        {
                            "Put": {
                                "TableName": self._idempotency_table,
                                "Item": record.to_item(),
                                "ConditionExpression": "attribute_not_exists(#key) OR #expiry <= :now",
                                "ExpressionAttributeNames": {"#key": "key", "#expiry": EXPIRY},
                                "ExpressionAttributeValues": {":now": {"N": f"{now}"}},
                                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                            }
                        },
                        {"Put": {"TableName": self._posts_table, "Item": _item(post)}},
                    ],
                    ClientRequestToken=uuid4().hex,
                )
            except self._dynamodb.exceptions.TransactionCanceledException as error:
                reason = error.response["CancellationReasons"][0]
                if reason["Code"] == "ConditionalCheckFailed":
                    return KeyRecord.from_item(reason["Item"])
                if reason["Code"] != "TransactionConflict":
                    raise
            else:
                return record
        raise IdempotencyKeyInUseError


def _item(post: Post) -> "dict[str, AttributeValueTypeDef]":
    return write_item(post.model_dump(mode="json", exclude_none=True)) | index_keys(post)
