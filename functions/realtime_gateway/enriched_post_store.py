"""Table of enriched posts: the messages for those who subscribe later."""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from functions.realtime_gateway.messages import EnrichedPost
from functions.runtime import unreadable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class EnrichedPostStore:
    """Keeps the messages about enriched posts, for those who subscribe later."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def put(self, post: EnrichedPost) -> None:
        """Stores the message about a post."""
        self._dynamodb.put_item(
            TableName=self._table, Item={"postId": {"S": post.id}, "message": {"S": post.to_json()}}
        )

    def find(self, post_id: str) -> EnrichedPost | None:
        """Reads the message about a post, also one that was stored just now."""
        response = self._dynamodb.get_item(
            TableName=self._table, Key={"postId": {"S": post_id}}, ConsistentRead=True
        )
        if "Item" not in response:
            return None
        try:
            return EnrichedPost.model_validate_json(response["Item"]["message"]["S"])
        except (KeyError, ValidationError):
            unreadable.skip("enriched post", postId=post_id)
            return None
