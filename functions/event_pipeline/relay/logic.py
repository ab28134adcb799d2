"""Translating changes of the posts table into events on the bus."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from functions.domain.events import (
    BlogPostCreated,
    BlogPostEnriched,
    BlogPostEvent,
    BlogPostRemoved,
    PostReference,
    PostSummary,
)
from functions.domain.post import ANNOUNCE_AGAIN, Post, PostStatus, topic_key
from functions.event_pipeline.relay.dead_letters import DeadLetters
from functions.event_pipeline.relay.event_bus import Entry, EventBus
from functions.runtime import log, metric
from functions.runtime.items import read_item
from functions.wire.timestamp import to_timestamp

# A post that comes into the table later than this after it was written was imported. The API stores posts at
# once; a day leaves time to put back by hand what was set aside, and is as long as the stream keeps changes.
_NEWS_SECONDS = 24 * 60 * 60


def relay(records: list[dict[str, Any]], bus: EventBus, dead_letters: DeadLetters) -> str | None:
    """Announces changes, in their order, up to the first that cannot be announced.

    A record that cannot be read is set aside, and keeps none of the others: retries are for what time can
    heal.

    Args:
        records: Records of the table's stream, with new and old images.
        bus: Where to announce them.
        dead_letters: Where those go that cannot be read.

    Returns:
        The sequence number of the first record that is not done. It and all after it are to be delivered
        again: then some events may be published a second time, with the same ids.
    """
    entries = []
    undone = None
    for record in records:
        sequence_number = record["dynamodb"]["SequenceNumber"]
        try:
            events = to_events(record)
        except Exception:  # noqa: BLE001 - whatever it is, the others must not wait for it
            log.exception("unreadable record", sequenceNumber=sequence_number, postId=_key_of(record))
            metric.count("Unreadable")
            if not _set_aside(record, dead_letters):
                undone = sequence_number
                break
            continue
        entries += [Entry.of(sequence_number, event) for event in events]
    unpublished = bus.publish(entries)
    return unpublished.sequence_number if unpublished is not None else undone


def _set_aside(record: dict[str, Any], dead_letters: DeadLetters) -> bool:
    try:
        dead_letters.put(record)
    except Exception:  # noqa: BLE001 - it fails at its place in the order, after those before it are done
        sequence_number = record["dynamodb"]["SequenceNumber"]
        log.exception("record not set aside", sequenceNumber=sequence_number, postId=_key_of(record))
        return False
    return True


def _key_of(record: dict[str, Any]) -> str:
    """Names the post of a record, or gives the keys as they are if they are not a post's."""
    match record["dynamodb"].get("Keys"):
        case {"id": {"S": str(post_id)}}:
            return post_id
        case keys:
            return str(keys)


def to_events(record: dict[str, Any]) -> list[BlogPostEvent]:
    """Tells what a change means, in its order: nothing, or one event; two if a post came with its entities.

    The event source mapping filters too. It is told here again because a filter only saves calls: it is no
    contract.
    """
    change = record["dynamodb"]
    instant = change["ApproximateCreationDateTime"]
    # All of these stay the same when the record is delivered again.
    event_id = record["eventID"]
    time = to_timestamp(datetime.fromtimestamp(instant, UTC))
    if record["eventName"] == "REMOVE":
        reference = None if _is_expiry(record) else _refer_to(read_item(change["OldImage"]))
        return [BlogPostRemoved(id=event_id, time=time, post=reference)] if reference else []
    post = Post.model_validate(read_item(change["NewImage"]))
    fields = {"time": time, "traceparent": post.traceparent, "post": PostSummary.of(post)}
    known = {"entities": post.entities or {}, "more_entities": post.more_entities}
    if record["eventName"] == "INSERT":
        is_old = instant - datetime.fromisoformat(post.created_at).timestamp() > _NEWS_SECONDS
        imported = True if is_old and ANNOUNCE_AGAIN not in change["NewImage"] else None
        created = BlogPostCreated(id=event_id, imported=imported, **fields)
        if post.status != PostStatus.ENRICHED:
            return [created]
        return [created, BlogPostEnriched(id=f"{event_id}-enriched", **fields, **known)]
    was_new = change["OldImage"]["status"]["S"] == PostStatus.NEW
    again = change["NewImage"].get(ANNOUNCE_AGAIN) != change["OldImage"].get(ANNOUNCE_AGAIN)
    if again and post.status == PostStatus.NEW:
        return [BlogPostCreated(id=event_id, **fields)]
    if (again or was_new) and post.status == PostStatus.ENRICHED:
        return [BlogPostEnriched(id=event_id, **fields, **known)]
    return []


def _is_expiry(record: dict[str, Any]) -> bool:
    """Tells whether DynamoDB deleted an item because its time was over, which nobody wanted just now.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
    """
    identity = record.get("userIdentity") or {}
    return bool(identity.get("principalId") == "dynamodb.amazonaws.com")


def _refer_to(post: Mapping[str, Any]) -> PostReference | None:
    """Names a post that was deleted. What nobody can have been told of, because it was none, has no name."""
    if not all(isinstance(post.get(name), str) for name in ("createdAt", "topic")):
        return None
    return PostReference(
        id=post["id"], created_at=post["createdAt"], topic=post["topic"], topic_key=topic_key(post["topic"])
    )
