"""Table of deliveries: how far each connection has been told of each post, and who is telling it now."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from functions.domain.tables import EXPIRY
from functions.realtime_gateway.subscription_store import CONNECTION_SECONDS
from functions.runtime.clients import call_each
from functions.runtime.items import write_value
from functions.runtime.timed_table import TimedTable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, BatchStatementResponseTypeDef

# A lease must outlive its holder, or two would send at once: the functions' timeout (10 s), and 5 s for
# clocks that differ. It must be over when SQS delivers a failed message again: after six times the timeout,
# as AWS advises.
_LEASE_SECONDS = 15

# Seconds to wait before each attempt to get a lease. Who holds it needs it for some ten milliseconds.
_PAUSES = (0, 0.05, 0.2, 0.5)

# What one BatchExecuteStatement takes, in which each statement succeeds or fails by itself:
# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
_MAXIMUM_STATEMENTS = 25

# Statements in PartiQL: a claim where nothing is there, one where something is, and a mark. None has an OR,
# which may keep DynamoDB from finding the key.
_INSERTION = (
    'INSERT INTO "{}" VALUE {{'
    f"'leaseUntil': ?, 'leaseHolder': ?, 'sentStage': ?, '{EXPIRY}': ?, 'postId': ?, 'connectionId': ?,"
    " 'toldStage': 0}}"
)
_CHANGE = (
    'UPDATE "{}" SET leaseUntil = ? SET leaseHolder = ? SET sentStage = ?'  # noqa: S608 - all of it is ours
    f" SET {EXPIRY} = ?"
    " WHERE postId = ? AND connectionId = ? AND toldStage < ? AND sentStage <= ? AND leaseUntil < ?"
)
_MARK = (
    'UPDATE "{}" SET leaseUntil = 0 SET toldStage = ?'
    " WHERE postId = ? AND connectionId = ? AND leaseHolder = ?"
)


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

    def claim_each(self, deliveries: Sequence[Delivery]) -> list[Claim]:
        """Asks for the leases of deliveries of one message, all for sending, in as few calls as possible.

        What is not to be had that way is asked for by itself, whatever the reason was.
        """
        leased: set[Delivery] = set()
        if len(deliveries) > 1:
            now = self._clock()
            until, expiry = _milliseconds(now + _LEASE_SECONDS), int(now) + CONNECTION_SECONDS

            def insertion(one: Delivery) -> list[str | int]:
                return [until, one.holder, one.stage, expiry, one.post_id, one.connection_id]

            def change(one: Delivery) -> list[str | int]:
                return [*insertion(one), one.stage, one.stage, _milliseconds(now)]

            # Of the first stage in a post's life nothing is there yet; of the others there mostly is.
            attempts = [(_INSERTION, insertion), (_CHANGE, change)]
            for statement, parameters in attempts if deliveries[0].stage == 1 else reversed(attempts):
                rest = [one for one in deliveries if one not in leased]
                leased |= self._execute(statement, parameters, rest)
        return [Claim.LEASED if one in leased else self.claim(one) for one in deliveries]

    def _claim(self, delivery: Delivery) -> Claim:
        now = self._clock()
        # Noted before it is sent: who is killed then, or gets no answer, notes nothing afterwards.
        sent_stage = ":stage" if delivery.is_sent else "if_not_exists(sentStage, :none)"
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(delivery),
                UpdateExpression=(
                    "SET leaseUntil = :until, leaseHolder = :holder, #expiry = :expiry,"
                    f" sentStage = {sent_stage}, toldStage = if_not_exists(toldStage, :none)"
                ),
                # The client repeats an attempt whose answer was lost: that one finds a lease of its own.
                ConditionExpression=(
                    "(attribute_not_exists(toldStage) OR toldStage < :stage)"
                    " AND (attribute_not_exists(sentStage) OR sentStage <= :stage)"
                    " AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now OR leaseHolder = :holder)"
                ),
                ExpressionAttributeNames={"#expiry": EXPIRY},
                ExpressionAttributeValues={
                    ":now": {"N": f"{_milliseconds(now)}"},
                    ":stage": {"N": f"{delivery.stage}"},
                    ":none": {"N": "0"},
                    ":holder": {"S": delivery.holder},
                    ":until": {"N": f"{_milliseconds(now + _LEASE_SECONDS)}"},
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

    def mark_each_delivered(self, deliveries: Sequence[Delivery]) -> None:
        """Ends the leases of deliveries as `mark_delivered` does, in as few calls as possible."""
        marked: set[Delivery] = set()
        if len(deliveries) > 1:
            marked = self._execute(
                _MARK, lambda one: [one.stage, one.post_id, one.connection_id, one.holder], deliveries
            )
        for one in deliveries:
            if one not in marked:
                self.mark_delivered(one)

    def _execute(
        self,
        statement: str,
        parameters: Callable[[Delivery], list[str | int]],
        deliveries: Sequence[Delivery],
    ) -> set[Delivery]:
        """Executes a statement for each delivery. Returns those that it succeeded for."""
        text = statement.format(self._table)
        statements = [
            {"Statement": text, "Parameters": [write_value(value) for value in parameters(one)]}
            for one in deliveries
        ]
        calls = [
            {"Statements": statements[start : start + _MAXIMUM_STATEMENTS]}
            for start in range(0, len(statements), _MAXIMUM_STATEMENTS)
        ]
        results: list[BatchStatementResponseTypeDef] = []
        for response in call_each(self._dynamodb.batch_execute_statement, calls):
            if isinstance(response, Exception):
                raise response
            results += response["Responses"]
        return {one for one, result in zip(deliveries, results, strict=True) if "Error" not in result}

    def _end_lease(
        self, delivery: Delivery, expression: str, values: "dict[str, AttributeValueTypeDef]"
    ) -> None:
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(delivery),
                UpdateExpression=expression,
                # The client repeats an attempt whose answer was lost: by then, another may hold the lease.
                ConditionExpression="leaseHolder = :holder",
                ExpressionAttributeValues={
                    ":past": {"N": "0"},
                    ":holder": {"S": delivery.holder},
                    **values,
                },
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


def _key(delivery: Delivery) -> "dict[str, AttributeValueTypeDef]":
    return {"postId": {"S": delivery.post_id}, "connectionId": {"S": delivery.connection_id}}
