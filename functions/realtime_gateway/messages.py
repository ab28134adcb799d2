"""Messages to WebSocket clients, on what happens to posts."""

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import computed_field

from functions.domain.post import Entities, topic_key
from functions.wire.models import WireModel

if TYPE_CHECKING:  # who answers clients need not make the models of events
    from functions.domain.events import BlogPostCreated, BlogPostEnriched, BlogPostRemoved


class MessageToClient(WireModel):
    """A message to a client.

    Attributes:
        type: Tells messages apart.
    """

    type: str


class PostMessage(MessageToClient):
    """What happened to a post.

    One connection gets at most one message of each type about it, in the order of their stages: what is
    overtaken is not told any more, for a later message tells all that an earlier one would have.

    Attributes:
        stage: Where in a post's life it happens.
        id: The post's id, a ULID.
        created_at: When it was created, in ISO 8601 and UTC.
        topic: What it is about, as the author wrote it.
    """

    stage: ClassVar[int]

    id: str
    created_at: str
    topic: str

    @computed_field  # type: ignore[prop-decorator] # mypy knows no decorated properties
    @property
    def topic_key(self) -> str:
        """What its topic is compared by."""
        return topic_key(self.topic)


class CreatedPost(PostMessage):
    """Tells of a new post on a topic that the connection subscribed to.

    Attributes:
        author: Who wrote it, in their own words.
        title: What it is called.
    """

    stage = 1

    type: Literal["blogPostCreated"] = "blogPostCreated"
    author: str
    title: str

    @classmethod
    def of(cls, event: "BlogPostCreated") -> Self:
        """Tells clients what the bus told us."""
        return cls(**dict(event.post))


class EnrichedPost(PostMessage):
    """Tells that a post is enriched which, or whose topic, the connection subscribed to.

    Attributes:
        author: Who wrote it, in their own words.
        title: What it is called.
        entities: What was found in the post's body.
        more_entities: Whether there were more than a post has room for.
    """

    stage = 2

    type: Literal["blogPostEnriched"] = "blogPostEnriched"
    author: str
    title: str
    entities: Entities
    more_entities: bool | None = None

    @classmethod
    def of(cls, event: "BlogPostEnriched") -> Self:
        """Tells clients what the bus told us."""
        return cls(**dict(event.post), entities=event.entities, more_entities=event.more_entities)


class RemovedPost(PostMessage):
    """Tells that a post was deleted which, or whose topic, the connection subscribed to."""

    stage = 3

    type: Literal["blogPostRemoved"] = "blogPostRemoved"

    @classmethod
    def of(cls, event: "BlogPostRemoved") -> Self:
        """Tells clients what the bus told us."""
        return cls(**dict(event.post))
