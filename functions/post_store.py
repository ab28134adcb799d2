"""The posts table."""

from typing import TYPE_CHECKING

from boto3.dynamodb.types import TypeSerializer

from functions.post import Entities, Post, PostStatus

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_serializer = TypeSerializer()


class PostStore:
    """Finds posts by their ids, and enriches them."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def find(self, post_id: str) -> Post | None:
        """Reads a post as it is now."""
        response = self._dynamodb.get_item(
            TableName=self._table, Key={"id": {"S": post_id}}, ConsistentRead=True
        )
        return Post.from_item(response["Item"]) if "Item" in response else None

    def enrich(self, post_id: str, entities: Entities) -> None:
        """Adds its entities to a post, unless it has them already or is gone."""
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key={"id": {"S": post_id}},
                UpdateExpression="SET entities = :entities, #status = :enriched",
                ConditionExpression="#status = :new",
                ExpressionAttributeNames={"#status": "status"},  # a reserved word
                ExpressionAttributeValues={
                    ":entities": _serializer.serialize(entities),
                    ":enriched": {"S": PostStatus.ENRICHED},
                    ":new": {"S": PostStatus.NEW},
                },
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return
