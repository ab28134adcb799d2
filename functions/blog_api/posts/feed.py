"""Listing posts, newest first, by two indexes of the posts table.

One index has all posts, the other those of each topic, both sorted by id and so by time. An index is
read by its hash key, and all that is written under one hash key shares the throughput of one partition (1,000
writes a second). So each is spread over four keys, the shards. A reader asks all of them at once and merges.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any
from zlib import crc32

from pydantic import ValidationError

from functions.blog_api.posts.models import ListedPost
from functions.domain.post import Post, is_post_id
from functions.domain.tables import FEED_INDEX, TOPIC_INDEX, Index
from functions.runtime import unreadable
from functions.runtime.clients import call_each
from functions.runtime.items import read_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, QueryOutputTypeDef

    _Item = Mapping[str, AttributeValueTypeDef]

SHARDS = range(4)

# A function may answer with 6 MB, as a JSON string in which each of the body's quotes has two bytes.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_MAXIMUM_BYTES = 2 * 1024 * 1024

# The id of a post begins with 0 to 7.
_AFTER_ALL = "8"


def index_keys(post: Post) -> "dict[str, AttributeValueTypeDef]":
    """Makes the attributes by which the indexes find a post."""
    shard = crc32(post.id.encode()) % len(SHARDS)
    return {
        FEED_INDEX.hash_key: {"S": f"{shard}"},
        TOPIC_INDEX.hash_key: {"S": f"{post.topic_key}#{shard}"},
    }


def _shards(topic_keys: Collection[str] | None) -> list[tuple[Index, str]]:
    if topic_keys is None:
        return [(FEED_INDEX, f"{shard}") for shard in SHARDS]
    return [(TOPIC_INDEX, f"{key}#{shard}") for key, shard in product(topic_keys, SHARDS)]


@dataclass(frozen=True)
class _ShardPage:
    """What a shard has.

    Attributes:
        items: The newest of its items.
        more_after: The id of the last that was read, if older ones may follow.
    """

    items: "list[_Item]"
    more_after: str | None


class Feed:
    """Reads posts, newest first. A post is there a moment after it was written."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def read(
        self, topic_keys: Collection[str] | None, before: str | None, limit: int
    ) -> tuple[list[ListedPost], str | None]:
        """Reads a page.

        Args:
            topic_keys: The topic, by all that its posts are listed under; `None` for all topics.
            before: The id of a post: only older ones are read. `None` to begin with the newest.
            limit: At most how many. There may be fewer, if they are uncommonly large.

        Returns:
            The posts, and the id of a post before which to ask for older ones; `None` if there are none.
        """
        # One more than wanted tells whether more follow.
        queries = [self._query(shard, before or _AFTER_ALL, limit + 1) for shard in _shards(topic_keys)]
        pages = [_page(response) for response in call_each(self._dynamodb.query, queries)]
        # A shard that has more says nothing yet of posts older than those it told.
        known_from = max((page.more_after for page in pages if page.more_after), default="")
        known = [item for page in pages for item in page.items if item["id"]["S"] >= known_from]
        known.sort(key=lambda item: item["id"]["S"], reverse=True)
        posts, is_rest = _fill(known, limit)
        return posts, posts[-1].id if is_rest else known_from or None

    def _query(self, shard: tuple[Index, str], before: str, limit: int) -> dict[str, Any]:
        index, hash_key = shard
        return {
            "TableName": self._table,
            "IndexName": index.name,
            "KeyConditionExpression": f"{index.hash_key} = :shard AND {index.range_key} < :before",
            "ExpressionAttributeValues": {":shard": {"S": hash_key}, ":before": {"S": before}},
            "ScanIndexForward": False,
            "Limit": limit,
        }


def _page(response: "QueryOutputTypeDef | Exception") -> _ShardPage:
    if isinstance(response, Exception):
        raise response
    # DynamoDB ends a page at the limit, or at 1 MB.
    ids = [item["id"]["S"] for item in response["Items"] if is_post_id(item["id"]["S"])]
    return _ShardPage(
        items=list(response["Items"]),
        more_after=ids[-1] if ids and "LastEvaluatedKey" in response else None,
    )


def _read(item: "_Item") -> ListedPost | None:
    """Reads a post. An item that is none, from a later version or from a hand, must not end the list."""
    try:
        return ListedPost.model_validate(read_item(item))
    except ValidationError:
        unreadable.skip("post", postId=item["id"]["S"])
        return None


def _fill(items: "Iterable[_Item]", limit: int) -> tuple[list[ListedPost], bool]:
    """Reads posts until the page is full. Returns them, and whether there is one more."""
    posts: list[ListedPost] = []
    size = 0
    for post in filter(None, map(_read, items)):
        size += len(post.to_json().encode())
        if len(posts) == limit or size > _MAXIMUM_BYTES:
            return posts, True
        posts.append(post)
    return posts, False
