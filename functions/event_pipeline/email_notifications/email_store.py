"""Table of emails: which posts were mailed, or are being mailed."""

from enum import Enum, auto
from uuid import uuid4

from functions.domain.tables import EMAILS
from functions.runtime.timed_table import TimedTable


class Claim(Enum):
    """What came of asking for the mailing of a post.

    Attributes:
        TAKEN: The asker mails it now.
        SENT: It was mailed.
        IN_PROGRESS: Another took it over just now, and may be mailing it.
        IN_DOUBT: Another took it over, had time to mail it, and has not noted that it was mailed: it may have
            been, or not.
    """

    TAKEN = auto()
    SENT = auto()
    IN_PROGRESS = auto()
    IN_DOUBT = auto()


# From the claim of a post until its email is noted: some 100 ms, and as long as the handler reserves for it.
SECONDS_OF_MAILING = 10


class EmailStore(TimedTable):
    """Remembers by post what was mailed, so that an event which comes again sends nothing."""

    def claim(self, post_id: str) -> Claim:
        """Takes the mailing of a post over, unless somebody did before."""
        holder = uuid4().hex
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item={
                    EMAILS.hash_key: {"S": post_id},
                    "claimedAt": {"N": f"{self._clock():.3f}"},
                    "claimedBy": {"S": holder},
                },
                # The client repeats an attempt whose answer was lost: that one finds a claim of its own.
                ConditionExpression=f"attribute_not_exists({EMAILS.hash_key}) OR claimedBy = :holder",
                ExpressionAttributeValues={":holder": {"S": holder}},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as error:
            item = error.response["Item"]  # type: ignore[typeddict-item] # the stubs lack it
            if "sentAt" in item:
                return Claim.SENT
            age = self._clock() - float(item["claimedAt"]["N"])
            return Claim.IN_PROGRESS if age < SECONDS_OF_MAILING else Claim.IN_DOUBT
        return Claim.TAKEN

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
