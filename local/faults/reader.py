"""Reader of the blog, who follows topics over a WebSocket and notes what comes."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from local.stack import LocalStack

CREATED = "blogPostCreated"
ENRICHED = "blogPostEnriched"

_PATIENCE = 30  # seconds for an answer while nothing fails


class Message(NamedTuple):
    """A message about a post."""

    type: str
    post_id: str

    @classmethod
    def read(cls, text: str | bytes) -> Self:
        """Reads a message. One that is about no post has an empty id."""
        message = json.loads(text)
        return cls(message["type"], message.get("id", ""))


@dataclass(frozen=True)
class Reader:
    """A reader.

    Attributes:
        topics: What the reader follows.
        messages: What came so far, in order.
    """

    topics: Sequence[str]
    messages: list[Message] = field(default_factory=list)


@contextmanager
def following(
    stack: LocalStack, http: httpx.Client, topics: Sequence[str], news: threading.Condition
) -> Iterator[Reader]:
    """Follows topics for the length of a block.

    Args:
        stack: The stack.
        http: A client of its HTTP API, with a token.
        topics: The topics.
        news: Notified of each message.
    """
    ticket = http.post("/tickets").raise_for_status().json()["ticket"]
    url = f"{stack.outputs['websocketUrl']}?ticket={ticket}"
    with connect(url, open_timeout=_PATIENCE, proxy=None) as connection:
        for topic in topics:
            connection.send(json.dumps({"action": "subscribe", "topic": topic}))
            connection.recv(_PATIENCE)  # the acknowledgement
        reader = Reader(topics)
        threading.Thread(target=_note, args=(connection, reader, news), daemon=True).start()
        yield reader


def _note(connection: ClientConnection, reader: Reader, news: threading.Condition) -> None:
    try:
        for text in connection:
            with news:
                reader.messages.append(Message.read(text))
                news.notify_all()
    except ConnectionClosed:
        return
