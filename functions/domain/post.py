"""A blog post, as the posts table stores it."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, BeforeValidator, computed_field
from pydantic_core import PydanticCustomError

from functions.wire.characters import DEFAULT_IGNORABLE
from functions.wire.models import WireModel
from functions.wire.text import line_text, matching_text
from functions.wire.timestamp import Instant
from functions.wire.ulid import PATTERN as ULID_PATTERN

_IGNORABLE = re.compile(f"[{DEFAULT_IGNORABLE}]+")

# One character can become 18, and 64 of them more than the 2048 bytes that a key of DynamoDB's has:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
_MAXIMUM_TOPIC_KEY = 1024


def is_post_id(value: str) -> bool:
    """Tells whether a post could have this id: whether it is a ULID."""
    return re.fullmatch(ULID_PATTERN, value) is not None


def _sort_keys(entities: dict[str, list[str]]) -> dict[str, list[str]]:
    return dict(sorted(entities.items()))


@lru_cache(maxsize=1024)  # a page of posts asks for few topics, and for each of them often
def topic_key(topic: str) -> str:
    """Makes what topics are compared by: the same for all that look the same but for their case.

    It is Unicode's NFKC_Casefold (The Unicode Standard, 3.13, R5), in which variants of a character are one
    (full width, ligatures) and ignorable characters none, and white space is one space or none.
    """
    folded = normalize("NFKC", normalize("NFKC", normalize("NFD", topic).casefold()).casefold())
    return " ".join(normalize("NFKC", _IGNORABLE.sub("", folded)).split())


def canonical_topic_key(topic: str) -> str:
    """Makes what version 0.1 compared topics by, and listed their posts under: canonical caseless matching.

    The Unicode Standard, 3.13, D145, composed.
    """
    return normalize("NFC", normalize("NFD", topic).casefold())


def _check_topic_key(topic: str) -> str:
    size = len(topic_key(topic).encode())
    if not 1 <= size <= _MAXIMUM_TOPIC_KEY:
        raise PydanticCustomError(
            "topic_key", "must have 1 to {maximum} bytes as NFKC_Casefold", {"maximum": _MAXIMUM_TOPIC_KEY}
        )
    return topic


def _to_upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


# Read in any case, as a ULID is, and kept in upper case.
PostId = Annotated[
    str, BeforeValidator(_to_upper), matching_text(ULID_PATTERN, "must be the id of a post (a ULID)")
]

Topic = Annotated[str, line_text(maximum=64), AfterValidator(_check_topic_key)]

# The texts found in a post by the kind of thing they name, such as {"locations": ["Spain"]}. DynamoDB does
# not keep the order of a map's keys, so they are sorted whenever they are read.
Entities = Annotated[dict[str, list[str]], AfterValidator(_sort_keys)]


ANNOUNCE_AGAIN = "announceAgainAt"
"""The attribute that makes the relay announce a post again, as what it is by now, whenever it is changed.

Nothing here sets it. An operator does, to an instant in ISO 8601, when an announcement was lost for good. An
old post that is put into the table with it is announced as a new one, by email too.
"""


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
        status: How far it is: a `PostStatus`, or what a later version calls it.
        entities: What was found in its body, once it is enriched.
        more_entities: Whether there was more than it has room for.
        traceparent: The trace (W3C Trace Context) of the request that it came with.
    """

    id: str
    created_at: Instant
    subject: str
    author: str
    title: str
    body: str
    topic: str
    status: str = PostStatus.NEW
    entities: Entities | None = None
    more_entities: bool | None = None
    traceparent: str | None = None

    @computed_field  # type: ignore[prop-decorator] # mypy knows no decorated properties
    @property
    def topic_key(self) -> str:
        """What its topic is compared by."""
        return topic_key(self.topic)
