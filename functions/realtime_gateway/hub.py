"""Tables and connections that the functions behind the WebSocket API work with."""

import os
from dataclasses import dataclass
from typing import Self

from functions.realtime_gateway.connections import SENDING, Connections
from functions.realtime_gateway.delivery_store import DeliveryStore
from functions.realtime_gateway.enriched_post_store import EnrichedPostStore
from functions.realtime_gateway.subscription_store import SubscriptionStore
from functions.runtime import environment
from functions.runtime.clients import make_client


@dataclass(frozen=True)
class Hub:
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
        dynamodb = make_client("dynamodb")
        management_api = make_client(
            "apigatewaymanagementapi",
            endpoint_url=os.environ[environment.MANAGEMENT_ENDPOINT],
            config=SENDING,
        )
        return cls(
            SubscriptionStore(dynamodb, os.environ[environment.SUBSCRIPTIONS_TABLE]),
            DeliveryStore(dynamodb, os.environ[environment.DELIVERIES_TABLE]),
            EnrichedPostStore(dynamodb, os.environ[environment.ENRICHED_POSTS_TABLE]),
            Connections(management_api),
        )
