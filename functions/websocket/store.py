"""The two tables behind the WebSocket: who subscribed to what, and the posts that are enriched.

Only the function that holds the lease of a subscription sends to it.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, cast

from functions.websocket.messages import EnrichedPost

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, UniversalAttributeValueTypeDef

    _Values = dict[str, UniversalAttributeValueTypeDef]

# A lease must outlive its holder, or two would send at once: the functions' timeout (10 s), and 5 s for
# clocks that differ. It must be over when SQS delivers a failed message again: after six times the timeout,
# as AWS advises.
_LEASE_SECONDS = 15

# API Gateway closes a connection after two hours, and with it end its subscriptions:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
_CONNECTION_SECONDS = 2 * 60 * 60

_CONNECTION_INDEX = "connectionId-index"

_IS_FREE = "attribute_not_exists(delivered) AND (attribute_not_exists(leaseUntil) OR leaseUntil < :now)"
_EXISTS = "attribute_exists(connectionId)"


@dataclass(frozen=True)
class Subscription:
    """A connection's wish to hear of something.

    Attributes:
        channel: What it wants to hear of.
        connection_id: API Gateway's id of the connection.
    """

    channel: str
    connection_id: str


def post_channel(post_id: str) -> str:
    """Names the channel of one post."""
    return f"post#{post_id}"


class Claim(Enum):
    """What came of asking for the lease of a subscription.

    Attributes:
        LEASED: The asker holds it now.
        HELD: Another holds it.
        DELIVERED: There is nothing left to do: the message was sent.
        GONE: There is no such subscription.
    """

    LEASED = auto()
    HELD = auto()
    DELIVERED = auto()
    GONE = auto()


class SubscriptionStore:
    """Keeps subscriptions by channel and connection."""

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

    def open(self, subscription: Subscription) -> Claim:
        """Leases a subscription, which is stored if it is not there."""
        expiry = int(self._clock()) + _CONNECTION_SECONDS
        return self._lease(
            subscription,
            "SET leaseUntil = :until, expiresAt = :expiry",
            _IS_FREE,
            {":expiry": {"N": str(expiry)}},
        )

    def claim(self, subscription: Subscription) -> Claim:
        """Leases a subscription, if it is there."""
        return self._lease(subscription, "SET leaseUntil = :until", f"{_EXISTS} AND {_IS_FREE}", {})

    def release(self, subscription: Subscription) -> None:
        """Ends a lease. Only its holder may do that."""
        self._update(subscription, "SET leaseUntil = :past", _EXISTS, {":past": {"N": "0"}})

    def mark_delivered(self, subscription: Subscription) -> None:
        """Ends a lease because the message was sent: nobody gets another. Only its holder may do that."""
        self._update(subscription, "SET delivered = :true", _EXISTS, {":true": {"BOOL": True}})

    def find_open(self, channel: str) -> Iterator[Subscription]:
        """Yields the subscriptions of a channel without the message yet, also those stored just now."""
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="channel = :channel",
            FilterExpression="attribute_not_exists(delivered)",
            ExpressionAttributeValues={":channel": {"S": channel}},
            ProjectionExpression="connectionId",
            ConsistentRead=True,
        )
        for page in pages:
            for item in page["Items"]:
                yield Subscription(channel, item["connectionId"]["S"])

    def delete_connection(self, connection_id: str) -> None:
        """Deletes the subscriptions of a connection that is gone.

        The index may lack one that was stored just now. The next sender, or its expiry, removes that.
        """
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=_CONNECTION_INDEX,
            KeyConditionExpression="connectionId = :connection",
            ExpressionAttributeValues={":connection": {"S": connection_id}},
            ProjectionExpression="channel",
        )
        for page in pages:
            for item in page["Items"]:
                key = _key(Subscription(item["channel"]["S"], connection_id))
                self._dynamodb.delete_item(TableName=self._table, Key=key)

    def _lease(self, subscription: Subscription, update: str, condition: str, values: "_Values") -> Claim:
        now = self._clock()
        times: _Values = {
            ":now": {"N": str(int(now * 1000))},
            ":until": {"N": str(int((now + _LEASE_SECONDS) * 1000))},
        }
        obstacle = self._update(subscription, update, condition, {**times, **values})
        if obstacle is None:
            return Claim.LEASED
        if not obstacle:
            return Claim.GONE
        return Claim.DELIVERED if "delivered" in obstacle else Claim.HELD

    def _update(
        self, subscription: Subscription, update: str, condition: str, values: "_Values"
    ) -> "dict[str, AttributeValueTypeDef] | None":
        """Updates an item if a condition holds. Returns the item if it does not: empty if there is none."""
        try:
            self._dynamodb.update_item(
                TableName=self._table,
                Key=_key(subscription),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues=values,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as error:
            return cast("dict[str, AttributeValueTypeDef]", error.response.get("Item", {}))
        return None


def _key(subscription: Subscription) -> "_Values":
    return {"channel": {"S": subscription.channel}, "connectionId": {"S": subscription.connection_id}}


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
        return EnrichedPost.model_validate_json(response["Item"]["message"]["S"])
