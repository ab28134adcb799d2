"""Delivery of messages about a post to a connection: not lost, not twice, and in the order of their stages.

Whoever sends takes the lease of the post and the connection first, and notes the stage afterwards. So of
several that want to send at once only one does, and none tells what was told already, or overtaken.

What remains when a function is killed while it holds a lease, or gets no answer in time: If the message was
sent already, but its stage not yet noted, the next one sends it a second time; the other way round it would
be lost. If it was the one that subscribes, its client is told so by API Gateway, but subscribes again to no
effect until the lease is over, should the post be enriched already.
"""

from functions.realtime_gateway.connections import ConnectionGoneError
from functions.realtime_gateway.delivery_store import Claim, Delivery
from functions.realtime_gateway.hub import Hub
from functions.realtime_gateway.messages import PostMessage
from functions.runtime import metric


def deliver(message: PostMessage, connection_id: str, hub: Hub) -> bool:
    """Sends a message, unless that was done before, or it is overtaken, or nobody is there to get it.

    Args:
        message: The message.
        connection_id: Who gets it.
        hub: The tables, and the way to the client.

    Returns:
        Whether that is settled. It is not while another holds the lease: that one may fail.
    """
    delivery = Delivery(message.id, connection_id, message.stage)
    claim = hub.deliveries.claim(delivery)
    if claim is not Claim.LEASED:
        return claim is Claim.DELIVERED
    try:
        hub.connections.send(connection_id, message)
    except ConnectionGoneError:
        hub.subscriptions.delete_connection(connection_id)
        metric.count("ConnectionsGone")
    except Exception:
        hub.deliveries.release(delivery)
        raise
    hub.deliveries.mark_delivered(delivery)  # also if nobody was there: nobody will be
    return True
