"""Announcing posts again, from the table: the way out when the stream has forgotten them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ulid import ULID

from functions.blog_api.posts.feed import SHARDS
from functions.domain.post import ANNOUNCE_AGAIN, PostStatus
from functions.domain.tables import FEED_INDEX, POSTS
from functions.wire.timestamp import to_timestamp
from ops.stack import Stack


@dataclass(frozen=True)
class StuckPost:
    """A post whose entities should be known by now.

    Attributes:
        id: Its id.
        created_at: When it was posted, in ISO 8601 and UTC.
        title: What it is called.
    """

    id: str
    created_at: str
    title: str


def announce(stack: Stack, post_id: str) -> bool:
    """Has the relay announce a post again, as what it is by now. Whoever knows it already ignores that.

    Returns:
        Whether there is such a post.
    """
    dynamodb = stack.client("dynamodb")
    try:
        dynamodb.update_item(
            TableName=stack.operations.table(POSTS),
            Key={"id": {"S": post_id}},
            UpdateExpression=f"SET {ANNOUNCE_AGAIN} = :now",
            ConditionExpression="attribute_exists(id)",
            ExpressionAttributeValues={":now": {"S": to_timestamp(datetime.now(UTC))}},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False
    return True


def exists(stack: Stack, post_id: str) -> bool:
    """Tells whether there is such a post."""
    answer = stack.client("dynamodb").get_item(
        TableName=stack.operations.table(POSTS),
        Key={"id": {"S": post_id}},
        ProjectionExpression="id",
    )
    return "Item" in answer


def find_stuck(stack: Stack, since: datetime, until: datetime) -> Iterator[StuckPost]:
    """Finds posts without entities. Their ids begin with their times, so the index of all posts is read only
    between the two: some 0.06 read units for a post.

    Args:
        stack: The stack.
        since: Only posts from then on.
        until: Only posts up to then: those after it may still be under way.
    """  # noqa: D205 - the first sentence is the summary
    pages = stack.client("dynamodb").get_paginator("query")
    for shard in SHARDS:
        for page in pages.paginate(
            TableName=stack.operations.table(POSTS),
            IndexName=FEED_INDEX.name,
            KeyConditionExpression=f"{FEED_INDEX.hash_key} = :shard AND id BETWEEN :since AND :until",
            FilterExpression="#status = :new",
            ProjectionExpression="id, createdAt, title",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={
                ":shard": {"S": f"{shard}"},
                ":since": {"S": _first_id(since)},
                ":until": {"S": _first_id(until)},
                ":new": {"S": PostStatus.NEW},
            },
        ):
            for item in page["Items"]:
                yield StuckPost(item["id"]["S"], item["createdAt"]["S"], item["title"]["S"])


def _first_id(instant: datetime) -> str:
    """Makes the smallest ULID of an instant."""
    return str(ULID.from_datetime(instant))[:10].ljust(26, "0")
