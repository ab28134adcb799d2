"""Subscribing WebSocket clients to channels, and unsubscribing them."""

from functions.realtime_gateway.connections import ConnectionGoneError
from functions.realtime_gateway.delivery import LeaseHeldError, deliver
from functions.realtime_gateway.delivery_store import Claim, Delivery
from functions.realtime_gateway.hub import Hub
from functions.realtime_gateway.messages import EnrichedPost
from functions.realtime_gateway.routes.messages import (
    ChannelMessage,
    Subscribe,
    Subscribed,
    Unsubscribe,
    Unsubscribed,
)
from functions.realtime_gateway.subscription_store import Subscription


def subscribe(message: Subscribe, connection_id: str, hub: Hub) -> None:
    """Subscribes a connection to what its message names, and acknowledges that.

    The subscription is stored first: what happens after the acknowledgement is not missed.

    Args:
        message: What the client sent.
        connection_id: The connection.
        hub: The tables, and the way to the client.
    """
    if message.post_id is None:
        _subscribe(message, connection_id, hub)
    else:
        _subscribe_to_post(message, message.post_id, connection_id, hub)


def _subscribe_to_post(message: Subscribe, post_id: str, connection_id: str, hub: Hub) -> None:
    """Subscribes to a post. If it is enriched already, or gone, the message about that follows at once.

    The subscription is stored before the post is looked for. The push function stores the post before it
    looks for subscriptions. So at least one of the two sees what the other stored. The lease keeps the push
    function from sending before the acknowledgement is sent. It ends before the post is looked for: if it
    made a push give up, the post is there by then.

    A connection that got the message before gets an acknowledgement, but no second message.
    """
    delivery = Delivery(post_id, connection_id, EnrichedPost.stage, is_sent=False)
    claim = hub.deliveries.claim(delivery)
    try:
        _subscribe(message, connection_id, hub)
    finally:
        if claim is Claim.LEASED:
            hub.deliveries.release(delivery)
    post = hub.enriched_posts.find(post_id)
    if post is not None:
        for failure in deliver(post, [connection_id], hub).values():
            if not isinstance(failure, LeaseHeldError):
                raise failure


def _subscribe(message: Subscribe, connection_id: str, hub: Hub) -> None:
    hub.subscriptions.put(_subscription(message, connection_id))
    try:
        hub.connections.send(connection_id, Subscribed.of(message))
    except ConnectionGoneError:
        hub.subscriptions.delete_connection(connection_id)
        raise


def unsubscribe(message: Unsubscribe, connection_id: str, hub: Hub) -> None:
    """Ends a subscription, if it is there, and acknowledges that.

    Args:
        message: What the client sent.
        connection_id: The connection.
        hub: The tables, and the way to the client.
    """
    hub.subscriptions.delete(_subscription(message, connection_id))
    hub.connections.send(connection_id, Unsubscribed.of(message))


def _subscription(message: ChannelMessage, connection_id: str) -> Subscription:
    return Subscription(channel=message.channel, connection_id=connection_id)
