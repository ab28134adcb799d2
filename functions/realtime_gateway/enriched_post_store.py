"""Table of enriched posts: the messages for those who subscribe later."""

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from functions.domain.tables import ENRICHED_POSTS, EXPIRY
from functions.realtime_gateway.messages import EnrichedPost, RemovedPost
from functions.runtime import unreadable
from functions.runtime.timed_table import TimedTable

# How long it is remembered that a post was removed, in seconds: 15 days. An event from before can come late,
# out of a dead-letter queue, which keeps it for 14 days.
_REMOVED_SECONDS = 15 * 24 * 60 * 60

_message: TypeAdapter[EnrichedPost | RemovedPost] = TypeAdapter(
    Annotated[EnrichedPost | RemovedPost, Field(discriminator="type")]
)


class EnrichedPostStore(TimedTable):
    """Keeps what there is to tell to those who subscribe later: that a post is enriched, or was removed."""

    def put(self, post: EnrichedPost) -> bool:
        """Stores the message about a post. Returns whether it did: it does not if the post was removed."""
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item={ENRICHED_POSTS.hash_key: {"S": post.id}, "message": {"S": post.to_json()}},
                ConditionExpression="attribute_not_exists(#expiry)",
                ExpressionAttributeNames={"#expiry": EXPIRY},
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def remove(self, post: RemovedPost) -> None:
        """Forgets a post, and for some days remembers just that."""
        self._dynamodb.put_item(
            TableName=self._table,
            Item={
                ENRICHED_POSTS.hash_key: {"S": post.id},
                "message": {"S": post.to_json()},
                EXPIRY: {"N": f"{int(self._clock()) + _REMOVED_SECONDS}"},
            },
        )

    def find(self, post_id: str) -> EnrichedPost | RemovedPost | None:
        """Reads the message about a post, also one that was stored just now."""
        response = self._dynamodb.get_item(
            TableName=self._table, Key={ENRICHED_POSTS.hash_key: {"S": post_id}}, ConsistentRead=True
        )
        if "Item" not in response:
            return None
        try:
            return _message.validate_json(response["Item"]["message"]["S"])
        except (KeyError, ValidationError):
            unreadable.skip("enriched post", postId=post_id)
            return None
