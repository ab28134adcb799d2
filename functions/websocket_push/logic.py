"""Pushing an enriched post to those who subscribed to it."""

from functions import log
from functions.events import BlogPostEnriched
from functions.websocket.connections import Connections
from functions.websocket.delivery import deliver
from functions.websocket.messages import EnrichedPost
from functions.websocket.store import EnrichedPostStore, SubscriptionStore, post_channel


class PushIncompleteError(Exception):
    """Some subscriptions may not have got the message: the event is to be delivered again."""


def push(
    event: BlogPostEnriched,
    subscriptions: SubscriptionStore,
    enriched_posts: EnrichedPostStore,
    connections: Connections,
) -> None:
    """Sends a post to all who subscribed to it, and keeps it for those who will.

    Args:
        event: Says that the post is enriched.
        subscriptions: Who subscribed to what.
        enriched_posts: Where the message is kept. It is stored first: `functions.websocket_routes.logic` says
            why.
        connections: The way to the clients.

    Raises:
        PushIncompleteError: Some could not be sent to. All others were.
    """
    post = EnrichedPost.of(event)
    enriched_posts.put(post)
    unsettled = 0
    for subscription in subscriptions.find_open(post_channel(post.id)):
        try:
            settled = deliver(subscription, post, subscriptions, connections)
        except Exception:  # noqa: BLE001 (one client must not keep the others from their message)
            log.exception("push failed", connectionId=subscription.connection_id)
            settled = False
        if not settled:
            unsettled += 1
    if unsettled:
        raise PushIncompleteError(f"{unsettled} subscriptions to post {post.id} are not settled")
