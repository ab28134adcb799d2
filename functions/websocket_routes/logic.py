"""Subscribing to a post."""

from functions.websocket.connections import ConnectionGoneError, Connections
from functions.websocket.delivery import deliver
from functions.websocket.messages import Subscribed
from functions.websocket.store import Claim, EnrichedPostStore, Subscription, SubscriptionStore, post_channel


def subscribe(
    post_id: str,
    connection_id: str,
    subscriptions: SubscriptionStore,
    enriched_posts: EnrichedPostStore,
    connections: Connections,
) -> None:
    """Subscribes a connection to a post. If that is enriched already, its message follows at once.

    The subscription is stored before the post is looked for. The push function stores the post before it
    looks for subscriptions. So at least one of the two sees what the other stored. The lease keeps the push
    function from sending before the acknowledgement is sent. It ends before the post is looked for: if it
    made a push give up, the post is there by then.

    A connection that subscribed before gets an acknowledgement, but no second message.

    Args:
        post_id: The post.
        connection_id: The connection.
        subscriptions: Who subscribed to what.
        enriched_posts: What to send about posts that are enriched.
        connections: The way to the client.
    """
    subscription = Subscription(post_channel(post_id), connection_id)
    claim = subscriptions.open(subscription)
    try:
        connections.send(connection_id, Subscribed(post_id=post_id))
    except ConnectionGoneError:
        subscriptions.delete_connection(connection_id)
        return
    finally:
        if claim is Claim.LEASED:
            subscriptions.release(subscription)
    post = enriched_posts.find(post_id)
    if post is not None:
        deliver(subscription, post, subscriptions, connections)
