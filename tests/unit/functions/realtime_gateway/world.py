"""Tables, queue and clients of the WebSocket's functions, in memory. Calls leaving a function are steps."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from unittest.mock import patch

from functions.realtime_gateway.channel import post_channel
from functions.realtime_gateway.connections import ConnectionGoneError, Connections
from functions.realtime_gateway.delivery_store import Claim, Delivery, DeliveryStore
from functions.realtime_gateway.enriched_post_store import EnrichedPostStore
from functions.realtime_gateway.hub import Hub
from functions.realtime_gateway.messages import EnrichedPost, RemovedPost
from functions.realtime_gateway.push import logic
from functions.realtime_gateway.push.work import (
    CreatedWork,
    EnrichedWork,
    RemovedWork,
    Work,
    WorkQueue,
    read_work,
)
from functions.realtime_gateway.routes.logic import subscribe, unsubscribe
from functions.realtime_gateway.routes.messages import Subscribe, Unsubscribe
from functions.realtime_gateway.subscription_store import Subscription, SubscriptionStore
from functions.wire.models import WireModel
from tests.events import load_event

CREATED = CreatedWork.model_validate(load_event("blog_post_created"))
ENRICHED = EnrichedWork.model_validate(load_event("blog_post_enriched"))
REMOVED = RemovedWork.model_validate(load_event("blog_post_removed"))
POST_ID = ENRICHED.detail.post.id
MESSAGE = EnrichedPost.of(ENRICHED.detail)

LEASE_SECONDS = 15

_Target = TypeVar("_Target")


class KilledError(BaseException):
    """The function is killed: not even its `except` and `finally` get anything done."""


@dataclass
class Lease:
    until: float = 0
    holder: str = ""
    told: int = 0
    sent: int = 0


@dataclass
class World:
    """The tables, the queue and the clients.

    Attributes:
        now: The time, in seconds.
        refused: Connections to which sending fails.
        silent: Connections that get what is sent, but whose sender gets no answer.
        gone: Connections whose client has left.
        time_left: How many batches a call of the push function has time for.
        batch_size: How many connections a batch of the push function has.
        inbox: What each connection got, as the types of the messages.
        queued: What is in the push function's queue.
    """

    now: float = 1000
    refused: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    time_left: int = 1000
    batch_size: int = 1
    inbox: dict[str, list[str]] = field(default_factory=dict)
    subscriptions: set[Subscription] = field(default_factory=set)
    leases: dict[tuple[str, str], Lease] = field(default_factory=dict)
    posts: dict[str, EnrichedPost | RemovedPost] = field(default_factory=dict)
    queued: list[Work] = field(default_factory=list)
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

    def hub(self) -> Hub:
        return Hub(Subscriptions(self), Deliveries(self), EnrichedPosts(self), Clients(self))

    def subscribe(self, connection_id: str = "ann", topic: str | None = None) -> None:
        """Subscribes to the post, or to a topic."""
        post_id = POST_ID if topic is None else None
        with suppress(ConnectionGoneError):
            subscribe(Subscribe(action="subscribe", postId=post_id, topic=topic), connection_id, self.hub())

    def unsubscribe(self, connection_id: str = "ann", topic: str | None = None) -> None:
        """Takes `subscribe` back."""
        post_id = POST_ID if topic is None else None
        unsubscribe(Unsubscribe(action="unsubscribe", postId=post_id, topic=topic), connection_id, self.hub())

    def push(self, work: Work = ENRICHED, *, in_threads: bool = False) -> bool:
        """Pushes, by default one after the other. Returns whether SQS would take the message for done."""
        checks = iter(range(self.time_left - 1))

        def has_time() -> bool:
            return next(checks, None) is not None

        with ExitStack() as patches:
            patches.enter_context(patch.object(logic, "_BATCH_SIZE", self.batch_size))
            if not in_threads:
                patches.enter_context(patch.object(logic, "fan_out", act_on_each))
            try:
                logic.push(work, self.hub(), Queue(self), has_time)
            except logic.PushIncompleteError:
                return False
        return True

    def push_to_the_end(self, work: Work = ENRICHED) -> bool:
        """Pushes, and what is put into the queue too. Returns whether SQS would take all of it for done."""
        done = self.push(work)
        while self.queued:
            done = self.push(self.queued.pop()) and done
        return done

    def got(self, connection_id: str = "ann") -> Counter[str]:
        return Counter(self.inbox.get(connection_id, []))

    def is_subscribed(self, connection_id: str = "ann") -> bool:
        return Subscription(channel=post_channel(POST_ID), connection_id=connection_id) in self.subscriptions


def act_on_each(
    targets: Iterable[_Target], act: Callable[[_Target], None], _threads: int, has_time: Callable[[], bool]
) -> _Target | None:
    """Fans out in one thread, so that steps have one order."""
    for target in targets:
        act(target)
        if not has_time():
            return target
    return None


class Subscriptions(SubscriptionStore):
    def __init__(self, world: World) -> None:
        self._world = world

    def put(self, subscription: Subscription) -> None:
        self._world.step()
        self._world.subscriptions.add(subscription)

    def delete(self, subscription: Subscription) -> None:
        self._world.step()
        self._world.subscriptions.discard(subscription)

    def find(self, channel: str, after: Subscription | None = None) -> Iterator[Subscription]:
        self._world.step()
        start = after.connection_id if after else ""
        found = [one for one in self._world.subscriptions if one.channel == channel]
        yield from sorted((one for one in found if one.connection_id > start), key=str)

    def delete_connection(self, connection_id: str) -> None:
        self._world.step()
        for one in [one for one in self._world.subscriptions if one.connection_id == connection_id]:
            self._world.subscriptions.remove(one)


class Deliveries(DeliveryStore):
    def __init__(self, world: World) -> None:
        self._world = world

    def claim(self, delivery: Delivery) -> Claim:
        self._world.step()
        lease = self._world.leases.setdefault((delivery.post_id, delivery.connection_id), Lease())
        if lease.told >= delivery.stage or lease.sent > delivery.stage:
            return Claim.DELIVERED
        if lease.until >= self._world.now and lease.holder != delivery.holder:
            return Claim.HELD
        lease.until, lease.holder = self._world.now + LEASE_SECONDS, delivery.holder
        lease.sent = delivery.stage if delivery.is_sent else lease.sent
        return Claim.LEASED

    def claim_each(self, deliveries: Sequence[Delivery]) -> list[Claim]:
        return [self.claim(delivery) for delivery in deliveries]

    def release(self, delivery: Delivery) -> None:
        self._world.step()
        self._finish(delivery)

    def mark_delivered(self, delivery: Delivery) -> None:
        self._world.step()
        self._finish(delivery, told=delivery.stage)

    def mark_each_delivered(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            self.mark_delivered(delivery)

    def _finish(self, delivery: Delivery, told: int | None = None) -> None:
        lease = self._world.leases[delivery.post_id, delivery.connection_id]
        if lease.holder == delivery.holder:
            lease.until, lease.told = 0, told or lease.told


class EnrichedPosts(EnrichedPostStore):
    def __init__(self, world: World) -> None:
        self._world = world

    def put(self, post: EnrichedPost) -> bool:
        self._world.step()
        if isinstance(self._world.posts.get(post.id), RemovedPost):
            return False
        self._world.posts[post.id] = post
        return True

    def remove(self, post: RemovedPost) -> None:
        self._world.step()
        self._world.posts[post.id] = post

    def find(self, post_id: str) -> EnrichedPost | RemovedPost | None:
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
        if connection_id in self._world.silent:
            raise TimeoutError(connection_id)

    def send_each(self, connection_ids: Iterable[str], message: WireModel) -> dict[str, Exception]:
        failures: dict[str, Exception] = {}
        for connection_id in connection_ids:
            try:
                self.send(connection_id, message)
            except Exception as failure:  # noqa: BLE001 - it is returned
                failures[connection_id] = failure
        return failures


class Queue(WorkQueue):
    def __init__(self, world: World) -> None:
        self._world = world

    def put(self, work: Work) -> None:
        self._world.step()
        self._world.queued.append(read_work(work.to_json()))
