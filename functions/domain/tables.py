"""Keys, indexes and expiries of the tables: `infra/` makes tables by them, and functions find items."""

from dataclasses import dataclass

EXPIRY = "expiresAt"
"""The attribute that says when an item ends, in seconds since 1970."""


@dataclass(frozen=True)
class Index:
    """A global secondary index.

    Attributes:
        name: Its name.
        hash_key: The attribute that it is read by.
        range_key: The attribute that it is sorted by.
        attributes: What it has of an item besides keys.
    """

    name: str
    hash_key: str
    range_key: str
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """What a table is defined by. All keys are strings.

    Attributes:
        name: What it is called here; a program and AWS have names of their own.
        hash_key: The attribute that spreads its items.
        range_key: The attribute that sorts the items of one hash key, if one has several.
        expires: Whether items say in `EXPIRY` when DynamoDB may delete them.
        indexes: Other ways to find items.
    """

    name: str
    hash_key: str
    range_key: str | None = None
    expires: bool = False
    indexes: tuple[Index, ...] = ()


# Everything that lists show, so that they need no second read; not the body, which would fill the indexes.
# Lists read neither `topicKey` nor `status`. They stay, as in version 0.1.0: to change what an index has,
# DynamoDB builds it anew, and meanwhile lists fail (docs/upgrading.md).
_LISTED = ("createdAt", "author", "title", "topic", "topicKey", "status", "entities")

# Newest first, over all and by topic: docs/decisions/0006-listing-posts.md.
FEED_INDEX = Index("feed-index", "feedShard", "id", _LISTED)
TOPIC_INDEX = Index("topic-index", "topicShard", "id", _LISTED)
POSTS = Table("posts", "id", indexes=(FEED_INDEX, TOPIC_INDEX))

IDEMPOTENCY_KEYS = Table("idempotency-keys", "key", expires=True)

EMAILS = Table("emails", "postId")

SUBSCRIBERS = Table("subscribers", "email")

TICKETS = Table("tickets", "ticketHash", expires=True)

# Finds what a closed connection leaves behind.
CONNECTION_INDEX = Index("connectionId-index", "connectionId", "channel")
SUBSCRIPTIONS = Table("subscriptions", "channel", "connectionId", expires=True, indexes=(CONNECTION_INDEX,))

DELIVERIES = Table("deliveries", "postId", "connectionId", expires=True)

# What was removed expires: by then no event of it is on its way any more.
ENRICHED_POSTS = Table("enriched-posts", "postId", expires=True)
