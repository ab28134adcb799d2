"""What the WebSocket's functions work on, in memory. Each call that would leave a function is a step."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from functions.events import BlogPostEnriched
from functions.websocket.connections import ConnectionGoneError, Connections
from functions.websocket.messages import EnrichedPost
from functions.websocket.store import (
    Claim,
    EnrichedPostStore,
    Subscription,
    SubscriptionStore,
    post_channel,
)
from functions.websocket_push.logic import PushIncompleteError, push
from functions.websocket_routes.logic import subscribe
from functions.wire_model import WireModel
from tests.events import load_event

EVENT = BlogPostEnriched.from_bus(json.dumps(load_event("blog_post_enriched")))
POST_ID = EVENT.post.id
MESSAGE = EnrichedPost.of(EVENT)

LEASE_SECONDS = 15


class KilledError(BaseException):
    """The function is killed: not even its `except` and `finally` get anything done."""


@dataclass
class Row:
    lease_until: float = 0
    delivered: bool = False


@dataclass
class World:
    """Two tables and the clients.

    Attributes:
        now: The time, in seconds.
        refused: Connections to which sending fails.
        gone: Connections whose client has left.
        inbox: What each connection got, as the types of the messages.
    """

    now: float = 1000
    refused: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    inbox: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[Subscription, Row] = field(default_factory=dict)
    posts: dict[str, EnrichedPost] = field(default_factory=dict)
    _steps_left: int = 0
    _interruption: Callable[[], object] | None = None
    _killed: bool = False

    def step(self) -> None:
        if self._killed:
            raise KilledError
        self._steps_left -= 1
        if self._steps_left == 0 and self._interruption is not None:
            self._interruption()

    def interrupt(self, action: Callable[[], object], step: int, interruption: Callable[[], object]) -> None:
        """Does something, and before one of its steps (counted from 1) something else. It may have fewer."""
        self._steps_left, self._interruption = step, interruption
        action()
        self._interruption = None

    def kill(self, action: Callable[[], object], step: int) -> None:
        """Does something, which is killed before one of its steps (counted from 1). It may have fewer."""
        with suppress(KilledError):
            self.interrupt(action, step, self._die)
        self._killed, self._interruption = False, None

    def _die(self) -> None:
        self._killed = True
        raise KilledError

    def subscribe(self, connection_id: str = "ann") -> None:
        subscribe(POST_ID, connection_id, Subscriptions(self), EnrichedPosts(self), Clients(self))

    def push(self) -> bool:
        """Pushes. Returns whether SQS would take the message for done."""
        try:
            push(EVENT, Subscriptions(self), EnrichedPosts(self), Clients(self))
        except PushIncompleteError:
            return False
        return True

    def row(self, connection_id: str = "ann") -> Row | None:
        return self.rows.get(Subscription(post_channel(POST_ID), connection_id))

    def got(self, connection_id: str = "ann") -> Counter[str]:
        return Counter(self.inbox.get(connection_id, []))


class Subscriptions(SubscriptionStore):
    def __init__(self, world: World) -> None:
        self._world = world

    def open(self, subscription: Subscription) -> Claim:
        self._world.step()
        self._world.rows.setdefault(subscription, Row())
        return self._lease_row(subscription)

    def claim(self, subscription: Subscription) -> Claim:
        self._world.step()
        return self._lease_row(subscription) if subscription in self._world.rows else Claim.GONE

    def _lease_row(self, subscription: Subscription) -> Claim:
        row = self._world.rows[subscription]
        if row.delivered:
            return Claim.DELIVERED
        if row.lease_until >= self._world.now:
            return Claim.HELD
        row.lease_until = self._world.now + LEASE_SECONDS
        return Claim.LEASED

    def release(self, subscription: Subscription) -> None:
        self._world.step()
        if subscription in self._world.rows:
            self._world.rows[subscription].lease_until = 0

    def mark_delivered(self, subscription: Subscription) -> None:
        self._world.step()
        if subscription in self._world.rows:
            self._world.rows[subscription].delivered = True

    def find_open(self, channel: str) -> Iterator[Subscription]:
        self._world.step()
        rows = self._world.rows
        yield from [s for s in rows if s.channel == channel and not rows[s].delivered]

    def delete_connection(self, connection_id: str) -> None:
        self._world.step()
        for subscription in [s for s in self._world.rows if s.connection_id == connection_id]:
            del self._world.rows[subscription]


class EnrichedPosts(EnrichedPostStore):
    def __init__(self, world: World) -> None:
        self._world = world

    def put(self, post: EnrichedPost) -> None:
        self._world.step()
        self._world.posts[post.id] = post

    def find(self, post_id: str) -> EnrichedPost | None:
        self._world.step()
        return self._world.posts.get(post_id)


class Clients(Connections):
    def __init__(self, world: World) -> None:
        self._world = world

    def send(self, connection_id: str, message: WireModel) -> None:
        self._world.step()
        if connection_id in self._world.gone:
            raise ConnectionGoneError(connection_id)
        if connection_id in self._world.refused:
            raise TimeoutError(connection_id)
        content: dict[str, Any] = json.loads(message.to_json())
        self._world.inbox.setdefault(connection_id, []).append(content["type"])
