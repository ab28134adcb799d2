"""What the functions behind the WebSocket API work on."""

from dataclasses import dataclass
from typing import Self

import boto3
from botocore.config import Config

from functions.client_config import CLIENT_CONFIG
from functions.websocket.connections import MAXIMUM_SENDS, SENDING, Connections
from functions.websocket.delivery_store import DeliveryStore
from functions.websocket.enriched_post_store import EnrichedPostStore
from functions.websocket.settings import Settings
from functions.websocket.subscription_store import SubscriptionStore


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
    def from_environment(cls) -> Self:
        """Makes the clients of the two services, and puts it together. The environment tells the names."""
        settings = Settings.from_environment()
        pool = Config(max_pool_connections=MAXIMUM_SENDS)
        dynamodb = boto3.client("dynamodb", config=CLIENT_CONFIG.merge(pool))
        management_api = boto3.client(
            "apigatewaymanagementapi", endpoint_url=settings.management_endpoint, config=SENDING
        )
        return cls(
            SubscriptionStore(dynamodb, settings.subscriptions_table),
            DeliveryStore(dynamodb, settings.deliveries_table),
            EnrichedPostStore(dynamodb, settings.enriched_posts_table),
            Connections(management_api),
        )
