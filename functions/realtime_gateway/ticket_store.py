"""Table of tickets, which WebSocket connections are opened with."""

from hashlib import sha256

from functions.domain.tables import EXPIRY
from functions.runtime.timed_table import TimedTable


class TicketStore(TimedTable):
    """Keeps tickets by their hashes, so that who reads the table cannot use them."""

    def add(self, ticket: str, subject: str, lifetime: int) -> int:
        """Stores a ticket.

        Args:
            ticket: The secret.
            subject: Who it is for.
            lifetime: How long it is good, in seconds.

        Returns:
            When it ends, in seconds since the epoch.
        """
        expiry = int(self._clock()) + lifetime
        self._dynamodb.put_item(
            TableName=self._table,
            Item={
                "ticketHash": {"S": _hash(ticket)},
                "subject": {"S": subject},
                EXPIRY: {"N": str(expiry)},
            },
        )
        return expiry

    def redeem(self, ticket: str) -> str | None:
        """Uses a ticket up. Of several who try that at once, one gets it.

        Returns:
            The subject that it was issued for, or None if there is no such ticket (any more), or nobody's.
        """
        try:
            response = self._dynamodb.delete_item(
                TableName=self._table,
                Key={"ticketHash": {"S": _hash(ticket)}},
                # DynamoDB deletes expired items in its own time.
                ConditionExpression=f"{EXPIRY} > :now",
                ExpressionAttributeValues={":now": {"N": str(int(self._clock()))}},
                ReturnValues="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return None
        subject = response["Attributes"].get("subject", {})
        return subject.get("S")


def _hash(ticket: str) -> str:
    # No salt and no slow hash: there are too many tickets to try them.
    return sha256(ticket.encode()).hexdigest()
