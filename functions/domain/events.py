"""Events on the bus: announcements of the blog to whoever listens.

They carry what most consumers need of a post, but not its body: who needs that reads it. Consumers ignore
fields they do not know, so fields can be added to a version. Any other change makes a new one.
"""

from typing import ClassVar, Literal, Self

from pydantic_core import from_json

from functions.domain.post import Entities, Post
from functions.wire.models import WireModel
from functions.wire.timestamp import Instant

SOURCE = "blog.posts"

# The events' names on the bus, as types for whoever tells them apart by these.
CreatedName = Literal["BlogPostCreated"]
EnrichedName = Literal["BlogPostEnriched"]
RemovedName = Literal["BlogPostRemoved"]


class PostReference(WireModel):
    """What names a post, and says where it belongs.

    Attributes:
        id: A ULID, so ids sort by time.
        created_at: The instant in `id`, in ISO 8601 and UTC.
        topic: What it is about, as the author wrote it.
        topic_key: What its topic is compared by.
    """

    id: str
    created_at: Instant
    topic: str
    topic_key: str


class PostSummary(PostReference):
    """A post without its body.

    Attributes:
        author: Who wrote it, in their own words.
        title: What it is called.
    """

    author: str
    title: str

    @classmethod
    def of(cls, post: Post) -> Self:
        """Takes from a post what events tell of it."""
        return cls.model_validate(post, from_attributes=True)


class _BlogPostEvent(WireModel):
    """What all events have.

    Attributes:
        detail_type: The event's name on the bus.
        version: The version of this contract.
        id: Names the event, the same on each delivery, so that consumers can recognize it.
        time: When it happened, in ISO 8601 and UTC.
        traceparent: The trace (W3C Trace Context) of the request that the post came with.
        post: What it happened to.
    """

    detail_type: ClassVar[str]

    version: Literal[1] = 1
    id: str
    time: Instant
    traceparent: str | None = None
    post: PostReference

    @classmethod
    def from_bus(cls, text: str) -> Self:
        """Reads an event from the envelope that EventBridge delivers it in.

        Args:
            text: The envelope's JSON, such as the body of a queue's message.

        Raises:
            pydantic.ValidationError: It is not such an event, or one of another version.
        """
        return cls.model_validate(from_json(text)["detail"])


class BlogPostCreated(_BlogPostEvent):
    """Somebody posted.

    Attributes:
        imported: Whether the post was written more than a day before it came into the table, and nobody asked
            to have it announced as new: it is no reason to mail anybody.
    """

    detail_type: ClassVar[CreatedName] = "BlogPostCreated"

    post: PostSummary
    imported: bool | None = None


class BlogPostEnriched(_BlogPostEvent):
    """A post's entities became known.

    Attributes:
        entities: What was found in its body.
        more_entities: Whether there were more than a post has room for.
    """

    detail_type: ClassVar[EnrichedName] = "BlogPostEnriched"

    post: PostSummary
    entities: Entities
    more_entities: bool | None = None


class BlogPostRemoved(_BlogPostEvent):
    """A post was deleted. Whoever keeps something of it is to forget that."""

    detail_type: ClassVar[RemovedName] = "BlogPostRemoved"


BlogPostEvent = BlogPostCreated | BlogPostEnriched | BlogPostRemoved

EVENTS: tuple[type[BlogPostEvent], ...] = (BlogPostCreated, BlogPostEnriched, BlogPostRemoved)
