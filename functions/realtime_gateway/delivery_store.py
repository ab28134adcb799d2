"""Table of deliveries: how far each connection has been told of each post, and who is telling it now."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from functions.domain.tables import EXPIRY
from functions.realtime_gateway.subscription_store import CONNECTION_SECONDS
from functions.runtime.timed_table import TimedTable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

# A lease must outlive its holder, or two would send at once: the functions' timeout (10 s), and 5 s for
# clocks that differ. It must be over when SQS delivers a failed message again: after six times the timeout,
# as AWS advises.
_LEASE_SECONDS = 15

# Seconds to wait before each attempt to get a lease. Who holds it needs it for some ten milliseconds.
_PAUSES = (0, 0.05, 0.2, 0.5)


@dataclass(frozen=True)
class Delivery:
    """Somebody's wish to tell a connection of a post.

    Attributes:
        post_id: The post.
        connection_id: API Gateway's id of the connection.
        stage: The stage of the post's life that is told.
        is_sent: Whether the lease is for sending. If not, it only keeps others from sending.
        holder: Who wants to tell it: every wish is its own, also of the same.
    """

    post_id: str
    connection_id: str
    stage: int
    is_sent: bool = True
    holder: str = field(default_factory=lambda: uuid4().hex)


class Claim(Enum):
    """What came of asking for the lease of a delivery.

    Attributes:
        LEASED: The asker holds it now.
        HELD: Another holds it.
        DELIVERED: There is nothing left to do: the stage was told; or a later one was, or may have been.
    """

    LEASED = auto()
    HELD = auto()
    DELIVERED = auto()


class DeliveryStore(TimedTable):
    """Keeps deliveries by post and connection. Only who holds the lease of one sends."""

    def __init__(
        self,
        dynamodb: "DynamoDBClient",
        table: str,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Uses a table.

        Args:
            dynamodb: The client.
            table: The table's name.
            clock: Tells the time in seconds since the epoch.
            sleep: Waits for some seconds.
        """
        super().__init__(dynamodb, table, clock)
        self._sleep = sleep

    def claim(self, delivery: Delivery) -> Claim:
        """Asks for the lease of a delivery, and for up to a second waits for another to end theirs."""
        claim = Claim.HELD
        for pause in _PAUSES:
            self._sleep(pause)
            claim = self._claim(delivery)
            if claim is not Claim.HELD:
                break
        return claim

    def _claim(self, delivery: Delivery) -> Claim:
        now = self._clock()
        # Noted before it is sent: who is killed then, or gets no answer, notes nothing afterwards.
        note = ", sentStage = :stage" if delivery.is_sent else ""
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(delivery),
                UpdateExpression=f"SET leaseUntil = :until, leaseHolder = :holder, #expiry = :expiry{note}",
                # The SDK repeats an attempt whose answer was lost: that one finds a lease of its own.
                ConditionExpression=(
                    "(attribute_not_exists(toldStage) OR toldStage < :stage)"
                    " AND (attribute_not_exists(sentStage) OR sentStage <= :stage)"
                    " AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now OR leaseHolder = :holder)"
                ),
                ExpressionAttributeNames={"#expiry": EXPIRY},
                ExpressionAttributeValues={
                    ":now": {"N": str(int(now * 1000))},
                    ":stage": {"N": f"{delivery.stage}"},
                    ":holder": {"S": delivery.holder},
                    ":until": {"N": str(int((now + _LEASE_SECONDS) * 1000))},
                    ":expiry": {"N": str(int(now) + CONNECTION_SECONDS)},
                },
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as error:
            obstacle = cast("dict[str, AttributeValueTypeDef]", error.response.get("Item"))
            told, sent = (int(obstacle.get(name, {"N": "0"})["N"]) for name in ("toldStage", "sentStage"))
            return Claim.DELIVERED if told >= delivery.stage or sent > delivery.stage else Claim.HELD
        return Claim.LEASED

    def release(self, delivery: Delivery) -> None:
        """Ends a lease that nothing came of, as far as is known, if it is still its holder's."""
        self._end_lease(delivery, "SET leaseUntil = :past", {})

    def mark_delivered(self, delivery: Delivery) -> None:
        """Ends a lease because the message was sent, if it is still its holder's: nobody sends it again."""
        stage: dict[str, AttributeValueTypeDef] = {":stage": {"N": f"{delivery.stage}"}}
        self._end_lease(delivery, "SET leaseUntil = :past, toldStage = :stage", stage)

    def _end_lease(
        self, delivery: Delivery, expression: str, values: "dict[str, AttributeValueTypeDef]"
    ) -> None:
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(delivery),
                UpdateExpression=expression,
                # The SDK repeats an attempt whose answer was lost: by then, another may hold the lease.
                ConditionExpression="leaseHolder = :holder",
                ExpressionAttributeValues={
                    ":past": {"N": "0"},
                    ":holder": {"S": delivery.holder},
                    **values,
                },
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return


def _key(delivery: Delivery) -> "dict[str, AttributeValueTypeDef]":
    return {"postId": {"S": delivery.post_id}, "connectionId": {"S": delivery.connection_id}}
