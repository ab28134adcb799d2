"""What clients send and get."""

from typing import Annotated, Self

from functions.post import Entities, Post, Topic
from functions.text import long_text, trimmed_text
from functions.wire_model import WireModel


class PostDraft(WireModel, extra="forbid", strict=True):
    """A post as its author sends it.

    Attributes:
        author: 1 to 100 characters.
        title: 1 to 200 characters.
        body: At most 100,000 bytes of UTF-8, which is what Comprehend's `DetectEntities` takes in one call.
        topic: 1 to 64 characters. Topics compare case-insensitively.
    """

    author: Annotated[str, trimmed_text(maximum=100)]
    title: Annotated[str, trimmed_text(maximum=200)]
    body: Annotated[str, long_text(maximum_bytes=100_000)]
    topic: Topic


class PublishedPost(WireModel):
    """A post as clients get it. The attributes are those of `functions.post.Post`."""

    id: str
    created_at: str
    author: str
    title: str
    body: str
    topic: str
    entities: Entities | None = None

    @classmethod
    def of(cls, post: Post) -> Self:
        """Takes from a post what clients get of it."""
        return cls.model_validate(post, from_attributes=True)
