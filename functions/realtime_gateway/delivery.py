"""Delivery of messages about a post to a connection: not lost, not twice, and in the order of their stages.

Whoever sends takes the lease of the post and the connection first, and notes the stage afterwards. So of
several that want to send at once only one does, and none tells what was told already, or overtaken.

What remains when a function is killed while it holds a lease, or gets no answer in time: If the message was
sent already, but its stage not yet noted, the next one sends it a second time; the other way round it would
be lost. If it was the one that subscribes, its client is told so by API Gateway, but subscribes again to no
effect until the lease is over, should the post be enriched already.
"""

from collections.abc import Sequence

from functions.realtime_gateway.connections import ConnectionGoneError
from functions.realtime_gateway.delivery_store import Claim, Delivery
from functions.realtime_gateway.hub import Hub
from functions.realtime_gateway.messages import PostMessage
from functions.runtime import metric


class LeaseHeldError(Exception):
    """Another holds the lease of a delivery, who may fail."""


def deliver(message: PostMessage, connection_ids: Sequence[str], hub: Hub) -> dict[str, Exception]:
    """Sends a message to connections, but where that was done, or it is overtaken, or nobody is there.

    Args:
        message: The message.
        connection_ids: Who gets it, each once.
        hub: The tables, and the way to the clients.

    Returns:
        The connections for which that is not settled, each with the reason: a `LeaseHeldError`, or that it
        could not be sent to.
    """
    wished = [Delivery(message.id, one, message.stage) for one in connection_ids]
    claims = list(zip(wished, hub.deliveries.claim_each(wished), strict=True))
    unsettled: dict[str, Exception] = {
        one.connection_id: LeaseHeldError(one.connection_id) for one, claim in claims if claim is Claim.HELD
    }
    leased = [one for one, claim in claims if claim is Claim.LEASED]
    failures = hub.connections.send_each([one.connection_id for one in leased], message)
    metric.count("MessagesSent", len(leased) - len(failures))
    hub.deliveries.mark_each_delivered([one for one in leased if one.connection_id not in failures])
    for one in leased:
        if failure := failures.get(one.connection_id):
            try:
                _conclude(one, failure, hub)
            except Exception as error:  # noqa: BLE001 - it is returned
                unsettled[one.connection_id] = error
    return unsettled


def _conclude(delivery: Delivery, failure: Exception, hub: Hub) -> None:
    """Ends the lease of a delivery that could not be sent. That is no failure if nobody is there."""
    if not isinstance(failure, ConnectionGoneError):
        hub.deliveries.release(delivery)
        raise failure
    hub.subscriptions.delete_connection(delivery.connection_id)
    hub.deliveries.mark_delivered(delivery)  # nobody will be there
    metric.count("ConnectionsGone")
