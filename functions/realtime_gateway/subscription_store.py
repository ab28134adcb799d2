"""Table of subscriptions: which connection listens to which channel."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from functions.domain.tables import CONNECTION_INDEX, EXPIRY
from functions.runtime.timed_table import TimedTable
from functions.wire.models import WireModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

# API Gateway closes a connection after two hours, and nothing about it is needed longer:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
CONNECTION_SECONDS = 2 * 60 * 60


class Subscription(WireModel):
    """A connection's wish to hear of something.

    Attributes:
        channel: What it wants to hear of (`functions.realtime_gateway.channel`).
        connection_id: API Gateway's id of the connection.
    """

    channel: str
    connection_id: str


class SubscriptionStore(TimedTable):
    """Keeps subscriptions by channel and connection."""

    def put(self, subscription: Subscription) -> None:
        """Stores a subscription for as long as its connection can last."""
        expiry = int(self._clock()) + CONNECTION_SECONDS
        item = {**_key(subscription), EXPIRY: {"N": str(expiry)}}
        self._dynamodb.put_item(TableName=self._table, Item=item)

    def delete(self, subscription: Subscription) -> None:
        """Deletes a subscription, if it is there."""
        self._dynamodb.delete_item(TableName=self._table, Key=_key(subscription))

    def find(self, channel: str, after: Subscription | None = None) -> Iterator[Subscription]:
        """Yields the subscriptions to a channel, also those stored just now, ordered by connection.

        Args:
            channel: The channel.
            after: Begins behind this one, which need not be there any more. By default with the first.
        """
        start: dict[str, Any] = {"ExclusiveStartKey": _key(after)} if after else {}
        items = self._query(
            KeyConditionExpression="channel = :channel",
            ExpressionAttributeValues={":channel": {"S": channel}},
            ProjectionExpression="connectionId",
            ConsistentRead=True,
            **start,
        )
        for item in items:
            yield Subscription(channel=channel, connection_id=item["connectionId"]["S"])

    def delete_connection(self, connection_id: str) -> None:
        """Deletes the subscriptions of a connection that is gone.

        The index may lack one that was stored just now. The next sender, or its expiry, removes that.
        """
        items = self._query(
            IndexName=CONNECTION_INDEX.name,
            KeyConditionExpression=f"{CONNECTION_INDEX.hash_key} = :connection",
            ExpressionAttributeValues={":connection": {"S": connection_id}},
            ProjectionExpression=CONNECTION_INDEX.range_key,
        )
        for item in items:
            self.delete(
                Subscription(channel=item[CONNECTION_INDEX.range_key]["S"], connection_id=connection_id)
            )

    def _query(self, **request: Any) -> "Iterator[Mapping[str, AttributeValueTypeDef]]":  # noqa: ANN401 - as boto3 has it
        """Yields the items that a query finds, page by page."""
        while True:
            page = self._dynamodb.query(TableName=self._table, **request)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _key(subscription: Subscription) -> "dict[str, AttributeValueTypeDef]":
    return {"channel": {"S": subscription.channel}, "connectionId": {"S": subscription.connection_id}}
