"""What the functions behind the WebSocket API work on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from functions.websocket.connections import Connections
from functions.websocket.delivery_store import DeliveryStore
from functions.websocket.enriched_post_store import EnrichedPostStore
from functions.websocket.settings import Settings
from functions.websocket.subscription_store import SubscriptionStore

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Gateway:
    """The tables, and the way to the clients.

    Attributes:
        subscriptions: Who subscribed to what.
        deliveries: Which message was sent to whom.
        enriched_posts: What to send to those who subscribe to an enriched post.
        connections: The way to the clients.
    """

    subscriptions: SubscriptionStore
    deliveries: DeliveryStore
    enriched_posts: EnrichedPostStore
    connections: Connections

    @classmethod
    def of(
        cls,
        settings: Settings,
        dynamodb: "DynamoDBClient",
        management_api: "ApiGatewayManagementApiClient",
    ) -> Self:
        """Puts it together from the clients of the two services."""
        return cls(
            SubscriptionStore(dynamodb, settings.subscriptions_table),
            DeliveryStore(dynamodb, settings.deliveries_table),
            EnrichedPostStore(dynamodb, settings.enriched_posts_table),
            Connections(management_api),
        )
