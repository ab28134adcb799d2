"""Table of deliveries: which message was sent to which connection, or is being sent."""

import time
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from functions.domain.tables import EXPIRY
from functions.realtime_gateway.subscription_store import CONNECTION_SECONDS
from functions.wire.models import WireModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

# A lease must outlive its holder, or two would send at once: the functions' timeout (10 s), and 5 s for
# clocks that differ. It must be over when SQS delivers a failed message again: after six times the timeout,
# as AWS advises.
_LEASE_SECONDS = 15


class Delivery(WireModel):
    """The sending of one message to one connection.

    Attributes:
        message_id: Names the message.
        connection_id: API Gateway's id of the connection.
    """

    message_id: str
    connection_id: str


class Claim(Enum):
    """What came of asking for the lease of a delivery.

    Attributes:
        LEASED: The asker holds it now.
        HELD: Another holds it.
        DELIVERED: There is nothing left to do: the message was sent.
    """

    LEASED = auto()
    HELD = auto()
    DELIVERED = auto()


class DeliveryStore:
    """Keeps deliveries by message and connection. Only who holds the lease of one sends."""

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

    def claim(self, delivery: Delivery) -> Claim:
        """Asks for the lease of a delivery."""
        now = self._clock()
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(delivery),
                UpdateExpression="SET leaseUntil = :until, leaseHolder = :holder, #expiry = :expiry",
                # The SDK repeats an attempt whose answer was lost: that one finds a lease of its own.
                ConditionExpression=(
                    "attribute_not_exists(delivered)"
                    " AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now OR leaseHolder = :holder)"
                ),
                ExpressionAttributeNames={"#expiry": EXPIRY},
                ExpressionAttributeValues={
                    ":now": {"N": str(int(now * 1000))},
                    ":holder": {"S": uuid4().hex},
                    ":until": {"N": str(int((now + _LEASE_SECONDS) * 1000))},
                    ":expiry": {"N": str(int(now) + CONNECTION_SECONDS)},
                },
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as error:
            obstacle = cast("dict[str, AttributeValueTypeDef]", error.response.get("Item"))
            return Claim.DELIVERED if "delivered" in obstacle else Claim.HELD
        return Claim.LEASED

    def release(self, delivery: Delivery) -> None:
        """Ends a lease without having sent. Only its holder may do that."""
        self._update(delivery, "SET leaseUntil = :past", {":past": {"N": "0"}})

    def mark_delivered(self, delivery: Delivery) -> None:
        """Ends a lease because the message was sent: nobody sends it again. Only its holder may do that."""
        self._update(delivery, "SET delivered = :true", {":true": {"BOOL": True}})

    def _update(
        self, delivery: Delivery, expression: str, values: "dict[str, AttributeValueTypeDef]"
    ) -> None:
        self._dynamodb.update_item(
            TableName=self._table,
            Key=_key(delivery),
            UpdateExpression=expression,
            ExpressionAttributeValues=values,
        )


def _key(delivery: Delivery) -> "dict[str, AttributeValueTypeDef]":
    return {"messageId": {"S": delivery.message_id}, "connectionId": {"S": delivery.connection_id}}
