"""The tickets that WebSocket connections are opened with."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from functions.timestamp import to_timestamp
from functions.wire_model import WireModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Long enough to open a connection, and too short to be of use in somebody's log of URLs.
_TICKET_SECONDS = 60

# 256 bits, far more than anybody can guess: https://docs.python.org/3/library/secrets.html#how-many-bytes-should-tokens-use
_TICKET_BYTES = 32


class Ticket(WireModel):
    """Opens one connection.

    Attributes:
        ticket: The secret: the query parameter `ticket` of the connection's URL.
        expires_at: When it ends, in ISO 8601 and UTC.
    """

    ticket: str
    expires_at: str


class TicketStore:
    """Keeps tickets by their hashes, so that who reads the table cannot use them."""

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

    def issue(self, subject: str) -> Ticket:
        """Makes a ticket for somebody.

        Args:
            subject: Who that is.
        """
        ticket = token_urlsafe(_TICKET_BYTES)
        expiry = int(self._clock()) + _TICKET_SECONDS
        self._dynamodb.put_item(
            TableName=self._table,
            Item={
                "ticketHash": {"S": _hash(ticket)},
                "subject": {"S": subject},
                "expiresAt": {"N": str(expiry)},
            },
        )
        return Ticket(ticket=ticket, expires_at=to_timestamp(datetime.fromtimestamp(expiry, UTC)))

    def redeem(self, ticket: str) -> str | None:
        """Uses a ticket up. Of several who try that at once, one gets it.

        Returns:
            The subject that it was issued for, or None if there is no such ticket (any more).
        """
        try:
            response = self._dynamodb.delete_item(
                TableName=self._table,
                Key={"ticketHash": {"S": _hash(ticket)}},
                # DynamoDB deletes expired items in its own time.
                ConditionExpression="expiresAt > :now",
                ExpressionAttributeValues={":now": {"N": str(int(self._clock()))}},
                ReturnValues="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return None
        return response["Attributes"]["subject"]["S"]


def _hash(ticket: str) -> str:
    # No salt and no slow hash: there are too many tickets to try them.
    return sha256(ticket.encode()).hexdigest()
