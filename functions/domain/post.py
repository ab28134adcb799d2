"""A blog post, as the posts table stores it."""

import re
from enum import StrEnum
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator

from functions.wire.models import WireModel
from functions.wire.text import matching_text, trimmed_text

# A ULID in its canonical form (https://github.com/ulid/spec): 26 characters of Crockford's base 32, at most
# 128 bits.
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def is_post_id(value: str) -> bool:
    """Tells whether a post could have this id: whether it is a ULID."""
    return _ULID.fullmatch(value) is not None


def _sort_keys(entities: dict[str, list[str]]) -> dict[str, list[str]]:
    return dict(sorted(entities.items()))


PostId = Annotated[str, matching_text(_ULID.pattern, "must be the id of a post (a ULID)")]

Topic = Annotated[str, trimmed_text(maximum=64)]

# The texts found in a post by the kind of thing they name, such as {"locations": ["Spain"]}. DynamoDB does
# not keep the order of a map's keys, so they are sorted whenever they are read.
Entities = Annotated[dict[str, list[str]], AfterValidator(_sort_keys)]


def topic_key(topic: str) -> str:
    """Makes what topics are compared by: the same for all ways to write a topic in Unicode, in any case.

    It is Unicode's canonical caseless matching (The Unicode Standard, section 3.13, D145), composed.
    """
    return normalize("NFC", normalize("NFD", topic).casefold())


class PostStatus(StrEnum):
    """How far a post is.

    Attributes:
        NEW: It was posted.
        ENRICHED: Its entities are known.
    """

    NEW = "NEW"
    ENRICHED = "ENRICHED"


class Post(WireModel):
    """A blog post.

    Attributes:
        id: A ULID, so ids sort by time.
        created_at: The instant in `id`, in ISO 8601 and UTC.
        subject: Whose token it was posted with. Nobody gets to see it.
        author: Who wrote it, in their own words.
        title: What it is called.
        body: What it says.
        topic: What it is about, as the author wrote it.
        topic_key: What its topic is compared by.
        status: How far it is.
        entities: What was found in its body, once it is enriched.
    """

    id: str
    created_at: str
    subject: str
    author: str
    title: str
    body: str
    topic: str
    topic_key: str
    status: PostStatus = PostStatus.NEW
    entities: Entities | None = None
