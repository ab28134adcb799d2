"""Pushing what happened to a post to those who subscribed to it or to its topic."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from functions.realtime_gateway.channel import post_channel, topic_channel
from functions.realtime_gateway.delivery import LeaseHeldError, deliver
from functions.realtime_gateway.enriched_post_store import EnrichedPostStore
from functions.realtime_gateway.hub import Hub
from functions.realtime_gateway.messages import CreatedPost, EnrichedPost, PostMessage, RemovedPost
from functions.realtime_gateway.push.fan_out import fan_out
from functions.realtime_gateway.push.work import CreatedWork, EnrichedWork, Work, WorkQueue
from functions.runtime import log, metric
from functions.wire.traceparent import trace_id

# How many connections are told together. A batch waits for its slowest client, but no other batch does.
_BATCH_SIZE = 100

# How many batches are under way at once.
_THREADS = 4

_Target = TypeVar("_Target")


class PushIncompleteError(Exception):
    """Some connections may not have got the message: the work is to be delivered again."""


def push(work: Work, hub: Hub, queue: WorkQueue, has_time: Callable[[], bool]) -> None:
    """Sends a message to all who subscribed to the post (unless it is new) or to its topic.

    When time runs out, the rest goes into the queue. As each call gets further, that comes to an end. Those
    that could not be sent to are carried along and tried once more in the end; after that, it is up to the
    queue to deliver the last piece of work again.

    Args:
        work: The event, and how far its pushing is.
        hub: The tables, and the way to the clients. What later subscribers are to be told is kept there, and
            stored first: `functions.realtime_gateway.routes.logic` says why.
        queue: Takes what is left.
        has_time: Tells whether there is time to send another one.

    Raises:
        PushIncompleteError: Some could not be sent to. All others were.
    """
    post = work.detail.post
    log.add(postId=post.id, correlation_id=trace_id(work.detail.traceparent))
    message, channels = _read(work)
    if not _keep(message, hub.enriched_posts):
        log.info("nothing to push: the post is removed")
        return

    before = work.progress
    unsettled: list[str] = []

    def settle(connection_ids: Sequence[str]) -> None:
        try:
            failures = deliver(message, connection_ids, hub)
        except Exception:  # noqa: BLE001 - some clients must not keep the others from their message
            log.exception("push failed", connectionIds=connection_ids)
            unsettled.extend(connection_ids)
            return
        for connection_id, failure in failures.items():
            if not isinstance(failure, LeaseHeldError):
                log.error("push failed", connectionId=connection_id, error=repr(failure))
        unsettled.extend(failures)

    start = 0 if before.after is None else channels.index(before.after.channel)
    after = before.after
    # One channel is done before the next begins: one connection may be in both.
    for channel in channels[start:]:
        last = fan_out(
            _batches(hub.subscriptions.find(channel, after)),
            lambda batch: settle([one.connection_id for one in batch]),
            _THREADS,
            has_time,
        )
        if last is not None:
            queue.put(work.going_on(last[-1], (*before.unsettled, *unsettled)))
            return
        after = None
    # One that is in both channels may be there twice.
    last_tried = fan_out(_batches(dict.fromkeys(before.unsettled)), settle, _THREADS, has_time)
    if unsettled or last_tried is not None:
        raise PushIncompleteError(f"not all connections are settled for {message.type} {message.id}")
    log.info("event pushed", detailType=work.detail_type)
    metric.delay("PushDelay", since=work.detail.time)


def _batches(targets: Iterable[_Target]) -> Iterator[list[_Target]]:
    left = iter(targets)
    while batch := list(islice(left, _BATCH_SIZE)):
        yield batch


def _keep(message: PostMessage, enriched_posts: EnrichedPostStore) -> bool:
    """Keeps a message for later subscribers. Returns whether to tell it: nothing of what was removed."""
    match message:
        case EnrichedPost():
            return enriched_posts.put(message)
        case RemovedPost():
            enriched_posts.remove(message)
            return True
    return not isinstance(enriched_posts.find(message.id), RemovedPost)


def _read(work: Work) -> tuple[PostMessage, list[str]]:
    """Returns what to send, and the channels to send it to."""
    post = work.detail.post
    of_topic, of_post = topic_channel(post.topic), post_channel(post.id)
    match work:
        case CreatedWork():
            return CreatedPost.of(work.detail), [of_topic]
        case EnrichedWork():
            return EnrichedPost.of(work.detail), [of_post, of_topic]
    return RemovedPost.of(work.detail), [of_post, of_topic]
