"""Sending a message to a subscription: not lost, and not twice.

Whoever sends takes the subscription's lease first and marks the message as delivered afterwards. So of
several that want to send at once only one does, and none does again.

What remains when a function is killed while it holds a lease: If it has sent already, but not yet marked, the
next one sends a second time; the other way round the message would be lost. If it was the one that
subscribes, its client is told so by API Gateway, but subscribes again to no effect until the lease is over,
should the post be enriched already.
"""

from functions.websocket.connections import ConnectionGoneError, Connections
from functions.websocket.messages import EnrichedPost
from functions.websocket.store import Claim, Subscription, SubscriptionStore


def deliver(
    subscription: Subscription, post: EnrichedPost, subscriptions: SubscriptionStore, connections: Connections
) -> bool:
    """Sends a message, unless that was done before or nobody is there to get it.

    Args:
        subscription: Who gets it.
        post: The message.
        subscriptions: Where the lease is.
        connections: The way to the client.

    Returns:
        Whether that is settled. It is not while another holds the lease: that one may fail.
    """
    claim = subscriptions.claim(subscription)
    if claim is not Claim.LEASED:
        return claim is not Claim.HELD
    try:
        connections.send(subscription.connection_id, post)
    except ConnectionGoneError:
        subscriptions.delete_connection(subscription.connection_id)
        return True
    except Exception:
        subscriptions.release(subscription)
        raise
    subscriptions.mark_delivered(subscription)
    return True
