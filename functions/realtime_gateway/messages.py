"""Messages on the WebSocket."""

from typing import ClassVar, Literal, Self

from pydantic import computed_field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from functions.domain.events import BlogPostCreated, BlogPostEnriched, BlogPostRemoved
from functions.domain.post import Entities, PostId, Topic, topic_key
from functions.realtime_gateway.channel import post_channel, topic_channel
from functions.wire.models import RequestModel, WireModel


class _FromClient(RequestModel):
    """A message from a client.

    Attributes:
        action: Chooses the route.
    """

    action: str


# As JSON Schema says that there is exactly one of them.
_ONE_CHANNEL: JsonDict = {"oneOf": [{"required": ["postId"]}, {"required": ["topic"]}]}


class ChannelMessage(_FromClient, json_schema_extra=_ONE_CHANNEL):
    """A message from a client about one post, or about all posts on a topic.

    Attributes:
        post_id: The post. It need not exist yet.
        topic: The topic, in any case.
    """

    post_id: PostId | None = None
    topic: Topic | None = None

    @property
    def channel(self) -> str:
        """The channel's name."""
        match self.post_id, self.topic:
            case str(post_id), None:
                return post_channel(post_id)
            case None, str(topic):
                return topic_channel(topic)
        raise PydanticCustomError("channel", "exactly one of postId and topic is required")

    @model_validator(mode="after")
    def _check_channel(self) -> Self:
        _ = self.channel
        return self


class Subscribe(ChannelMessage):
    """Asks to be told when a post is enriched or deleted, or of all that happens on a topic."""

    action: Literal["subscribe"]


class Unsubscribe(ChannelMessage):
    """Ends a subscription."""

    action: Literal["unsubscribe"]


class Ping(_FromClient):
    """Asks for a sign of life, or keeps the connection from being closed as idle."""

    action: Literal["ping"]


class _ToClient(WireModel):
    """A message to a client.

    Attributes:
        type: Tells messages apart.
    """

    type: str


class _Acknowledgement(_ToClient):
    """An answer to a client's message about a channel.

    Attributes:
        post_id: The post that the message named, if it did.
        topic: The topic that the message named, if it did.
        topic_key: What that is compared by.
    """

    post_id: str | None = None
    topic: str | None = None
    topic_key: str | None = None

    @classmethod
    def of(cls, message: ChannelMessage) -> Self:
        """Repeats what the client's message was about."""
        key = None if message.topic is None else topic_key(message.topic)
        return cls.model_validate({"postId": message.post_id, "topic": message.topic, "topicKey": key})


class Subscribed(_Acknowledgement):
    """Says that a subscription is noted. A topic's next message may overtake this one."""

    type: Literal["subscribed"] = "subscribed"


class Unsubscribed(_Acknowledgement):
    """Says that a subscription has ended. A message that was on its way may still come."""

    type: Literal["unsubscribed"] = "unsubscribed"


class Pong(_ToClient):
    """Gives the sign of life that a ping asks for."""

    type: Literal["pong"] = "pong"


class PostMessage(_ToClient):
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
    def of(cls, event: BlogPostCreated) -> Self:
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
    def of(cls, event: BlogPostEnriched) -> Self:
        """Tells clients what the bus told us."""
        return cls(**dict(event.post), entities=event.entities, more_entities=event.more_entities)


class RemovedPost(PostMessage):
    """Tells that a post was deleted which, or whose topic, the connection subscribed to."""

    stage = 3

    type: Literal["blogPostRemoved"] = "blogPostRemoved"

    @classmethod
    def of(cls, event: BlogPostRemoved) -> Self:
        """Tells clients what the bus told us."""
        return cls(**dict(event.post))


class Error(_ToClient):
    """Says that a message came to nothing.

    Attributes:
        message: What is wrong, for a person to read.
        action: The action that failed, if it is a known one.
        request_id: Names an unexpected failure, so that it can be found in the log.
    """

    type: Literal["error"] = "error"
    message: str
    action: str | None = None
    request_id: str | None = None
