"""Finding posts in the posts table, and enriching them."""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from functions.domain.post import Entities, Post, PostStatus
from functions.runtime import unreadable
from functions.runtime.items import read_item, write_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class PostStore:
    """Finds posts by their ids, and enriches them."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def find(self, post_id: str) -> Post | None:
        """Reads a post as it is now. An item that is no post, made by hand or later, counts as none."""
        response = self._dynamodb.get_item(
            TableName=self._table, Key={"id": {"S": post_id}}, ConsistentRead=True
        )
        if "Item" not in response:
            return None
        try:
            return Post.model_validate(read_item(response["Item"]))
        except ValidationError:
            unreadable.skip("post", postId=post_id)
            return None

    def enrich(self, post_id: str, entities: Entities) -> None:
        """Adds its entities to a post, unless it has them already or is gone."""
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key={"id": {"S": post_id}},
                UpdateExpression="SET entities = :entities, #status = :enriched",
                ConditionExpression="#status = :new",
                ExpressionAttributeNames={"#status": "status"},  # a reserved word
                ExpressionAttributeValues=write_item(
                    {":entities": entities, ":enriched": PostStatus.ENRICHED, ":new": PostStatus.NEW}
                ),
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return
