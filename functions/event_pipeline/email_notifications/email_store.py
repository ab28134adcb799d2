"""Table of emails: which posts were mailed, or are being mailed."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from functions.domain.tables import EMAILS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class EmailStore:
    """Remembers by post what was mailed, so that an event which comes again sends nothing."""

    def __init__(
        self, dynamodb: "DynamoDBClient", table: str, clock: Callable[[], float] = time.time
    ) -> None:
        """Uses a table.

        Args:
            dynamodb: The client.
            table: The table's name.
            clock: Tells the time in seconds since the epoch.
        """
        self._dynamodb = dynamodb
        self._table = table
        self._clock = clock

    def claim(self, post_id: str) -> bool:
        """Takes the mailing of a post over. Returns whether nobody did before."""
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item={EMAILS.hash_key: {"S": post_id}, "claimedAt": {"N": f"{self._clock():.3f}"}},
                ConditionExpression=f"attribute_not_exists({EMAILS.hash_key})",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def release(self, post_id: str) -> None:
        """Gives the mailing of a post back: it was certainly not mailed."""
        self._dynamodb.delete_item(TableName=self._table, Key={EMAILS.hash_key: {"S": post_id}})

    def mark_sent(self, post_id: str) -> None:
        """Notes that SNS took the email about a post."""
        self._dynamodb.update_item(
            TableName=self._table,
            Key={EMAILS.hash_key: {"S": post_id}},
            UpdateExpression="SET sentAt = :now",
            ExpressionAttributeValues={":now": {"N": f"{self._clock():.3f}"}},
        )
