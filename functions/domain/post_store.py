"""Finding posts in the posts table, enriching and deleting them."""

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from functions.domain.post import Entities, Post, PostStatus
from functions.runtime import unreadable
from functions.runtime.items import read_item, write_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class NotTheAuthorError(Exception):
    """Somebody wants to delete a post that another has posted."""


class PostChangedError(Exception):
    """A post is no longer what it was."""


class PostStore:
    """Finds posts by their ids, enriches and deletes them."""

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

    def enrich(self, post_id: str, entities: Entities, *, more: bool = False) -> None:
        """Adds its entities to a post, unless it has them already or is gone.

        Args:
            post_id: The post.
            entities: What was found in its body.
            more: Whether there was more.
        """
        change = "SET entities = :entities, #status = :enriched" + (", moreEntities = :more" if more else "")
        values = {":entities": entities, ":enriched": PostStatus.ENRICHED, ":new": PostStatus.NEW}
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key={"id": {"S": post_id}},
                UpdateExpression=change,
                ConditionExpression="#status = :new",
                ExpressionAttributeNames={"#status": "status"},  # a reserved word
                ExpressionAttributeValues=write_item(values | ({":more": True} if more else {})),
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return

    def delete(self, post_id: str, subject: str, status: str | None = None) -> bool:
        """Deletes a post, if it is there.

        Args:
            post_id: The post.
            subject: Who wants that. An item that nobody posted is no post.
            status: What the post's must still be. Nothing of a post changes unless its status does. Default:
                any.

        Returns:
            Whether it was there.

        Raises:
            NotTheAuthorError: Another has posted it.
            PostChangedError: Its status is another.
        """
        required = {"subject": subject} | ({} if status is None else {"status": status})
        try:
            self._dynamodb.delete_item(
                TableName=self._table,
                Key={"id": {"S": post_id}},
                ConditionExpression=" AND ".join(f"#{name} = :{name}" for name in required),
                ExpressionAttributeNames={f"#{name}": name for name in required},  # some are reserved words
                ExpressionAttributeValues={f":{name}": {"S": value} for name, value in required.items()},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as error:
            obstacle = cast("dict[str, object]", error.response.get("Item", {}))
            if "subject" not in obstacle:
                return False
            if obstacle["subject"] != {"S": subject}:
                raise NotTheAuthorError from error
            raise PostChangedError from error
        return True
