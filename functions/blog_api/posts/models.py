"""Requests and responses of `/posts`."""

import re
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, computed_field
from pydantic_core import PydanticCustomError

from functions.blog_api.posts.cursor import Cursor
from functions.domain.post import Entities, Post, PostId, Topic, topic_key
from functions.wire.models import RequestModel, WireModel
from functions.wire.text import line_text, long_text
from functions.wire.timestamp import Timestamp

_LIMIT = re.compile(r"[1-9][0-9]?|100")


def _read_limit(value: str) -> int:
    if not _LIMIT.fullmatch(value):
        raise PydanticCustomError("limit", "must be a whole number from 1 to 100")
    return int(value)


class PostDraft(RequestModel):
    """A post as its author sends it.

    Attributes:
        author: 1 to 100 characters.
        title: 1 to 200 characters.
        body: At most 100,000 bytes of UTF-8, which is what Comprehend's `DetectEntities` takes in one call.
        topic: 1 to 64 characters. Topics compare case-insensitively.
    """

    author: Annotated[str, line_text(maximum=100)]
    title: Annotated[str, line_text(maximum=200)]
    body: Annotated[str, long_text(maximum_bytes=100_000)]
    topic: Topic


class PublishedPost(WireModel):
    """A post as clients get it.

    Attributes:
        id: A ULID, so ids sort by time.
        created_at: When it was posted, in ISO 8601 and UTC.
        author: Who wrote it, in their own words.
        title: What it is called.
        body: What it says.
        topic: What it is about.
        entities: What its body names, by kind, once that is known.
        more_entities: Whether it names more than there is room for.
    """

    id: PostId
    created_at: Timestamp
    author: str
    title: str
    body: str
    topic: str
    entities: Entities | None = None
    more_entities: bool | None = None

    @computed_field  # type: ignore[prop-decorator] # mypy knows no decorated properties
    @property
    def topic_key(self) -> str:
        """What its topic is compared by."""
        return topic_key(self.topic)

    @classmethod
    def of(cls, post: Post) -> Self:
        """Takes from a post what clients get of it."""
        return cls.model_validate(post, from_attributes=True)


class PostQuery(RequestModel):
    """Which posts a client wants listed.

    Attributes:
        topic: Only those on this topic, in any case. By default all.
        limit: At most how many, from 1 to 100.
        cursor: Only those after the page that ended with this post. On the wire it is opaque: the `cursor` of
            that page.
    """

    topic: Topic | None = None
    limit: Annotated[int, Field(ge=1, le=100), BeforeValidator(_read_limit)] = 20
    cursor: Cursor | None = None


class ListedPost(WireModel):
    """A post in a list, which is without its body.

    Attributes:
        id: A ULID, so ids sort by time.
        created_at: When it was posted, in ISO 8601 and UTC.
        author: Who wrote it, in their own words.
        title: What it is called.
        topic: What it is about.
        entities: What its body names, by kind, once that is known.
    """

    id: PostId
    created_at: Timestamp
    author: str
    title: str
    topic: str
    entities: Entities | None = None

    @computed_field  # type: ignore[prop-decorator] # mypy knows no decorated properties
    @property
    def topic_key(self) -> str:
        """What its topic is compared by."""
        return topic_key(self.topic)


class PostPage(WireModel):
    """Posts, the newest first.

    Attributes:
        posts: The posts.
        topic_key: What the topic is compared by, if one was asked for.
        cursor: Asks for those that follow. Absent from the last page.
    """

    posts: list[ListedPost]
    topic_key: str | None = None
    cursor: str | None = None
