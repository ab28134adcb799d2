"""The messages on a WebSocket."""

from typing import Literal, Self

from functions.events import BlogPostEnriched
from functions.post import Entities, PostId
from functions.wire_model import WireModel


class Subscribe(WireModel, extra="forbid", strict=True):
    """From a client: it wants to know when a post is enriched.

    Attributes:
        action: Chooses the route.
        post_id: The post. It need not exist yet.
    """

    action: Literal["subscribe"]
    post_id: PostId


class Subscribed(WireModel):
    """To a client: its subscription is noted.

    Attributes:
        type: Tells messages apart.
        post_id: The post that it subscribed to.
    """

    type: Literal["subscribed"] = "subscribed"
    post_id: str


class EnrichedPost(WireModel):
    """To a client: a post that it subscribed to is enriched.

    Attributes:
        type: Tells messages apart.
        entities: What was found in the post's body. The others are those of `functions.post.Post`.
    """

    type: Literal["blogPostEnriched"] = "blogPostEnriched"
    id: str
    created_at: str
    author: str
    title: str
    topic: str
    entities: Entities

    @classmethod
    def of(cls, event: BlogPostEnriched) -> Self:
        """Tells a client what the bus told us."""
        return cls(
            id=event.post.id,
            created_at=event.post.created_at,
            author=event.post.author,
            title=event.post.title,
            topic=event.post.topic,
            entities=event.entities,
        )


class Error(WireModel):
    """To a client: its message came to nothing.

    Attributes:
        type: Tells messages apart.
        message: What is wrong, for a person to read.
        action: The action that failed, if it is a known one.
        request_id: Names an unexpected failure, so that it can be found in the log.
    """

    type: Literal["error"] = "error"
    message: str
    action: str | None = None
    request_id: str | None = None
