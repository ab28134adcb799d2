"""Messages of WebSocket clients, and the answers to them."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from functions.domain.post import PostId, Topic, topic_key
from functions.realtime_gateway.channel import post_channel, topic_channel
from functions.realtime_gateway.messages import MessageToClient
from functions.wire.models import RequestModel


class MessageFromClient(RequestModel):
    """A message from a client.

    Attributes:
        action: Chooses the route.
    """

    action: str


# As JSON Schema says that there is exactly one of them.
_ONE_CHANNEL: JsonDict = {"oneOf": [{"required": ["postId"]}, {"required": ["topic"]}]}


class ChannelMessage(MessageFromClient, json_schema_extra=_ONE_CHANNEL):
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


class Ping(MessageFromClient):
    """Asks for a sign of life, or keeps the connection from being closed as idle."""

    action: Literal["ping"]


class _Acknowledgement(MessageToClient):
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


class Pong(MessageToClient):
    """Gives the sign of life that a ping asks for."""

    type: Literal["pong"] = "pong"


class Error(MessageToClient):
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
