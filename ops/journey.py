"""Journey of one post: what became of it at each hop, and when."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from typing import Any

from ulid import ULID

from functions.domain import handlers, tables
from functions.domain.events import BlogPostCreated, BlogPostEnriched, BlogPostRemoved
from functions.domain.post import PostStatus
from functions.realtime_gateway.messages import CreatedPost, EnrichedPost
from ops.batches import ForgottenBatchError, UnreadableBatchError, read_batch
from ops.dead_letters import DeadLetter, Kind, read, sources
from ops.health import STUCK_AFTER
from ops.logs import LogLine, find_failures, find_lines
from ops.reasons import find_reason
from ops.stack import Stack

_LETTERS = 500  # are looked at in each dead-letter queue


class State(StrEnum):
    """How a hop is.

    Attributes:
        DONE: It did what it does.
        WAITING: It did not yet.
        DEAD: It gave up: a dead letter names the post.
        DOUBTFUL: Nobody knows whether it did.
        UNKNOWN: The log would tell, and is gone or does not say.
        MISSING: There is nothing that it could be done to.
    """

    DONE = "done"
    WAITING = "waiting"
    DEAD = "dead"
    DOUBTFUL = "in doubt"
    UNKNOWN = "not known"
    MISSING = "not there"


@dataclass(frozen=True)
class Hop:
    """A hop.

    Attributes:
        name: What happens there.
        state: How it is.
        at: When it happened, as far as a log says.
        note: More about it: how much, or why not.
        then: What follows from it.
    """

    name: str
    state: State
    at: datetime | None = None
    note: str = ""
    then: tuple["Hop", ...] = ()


@dataclass(frozen=True)
class Journey:
    """A journey.

    Attributes:
        post_id: The post.
        title: What it is called; empty if it is not in the table.
        first: The first hop.
        failures: What failed on the way, in the words of the log, also where it succeeded later. What failed
            several times for one reason is told once.
    """

    post_id: str
    title: str
    first: Hop
    failures: tuple[str, ...]


def find_journey(stack: Stack, post_id: str) -> Journey:
    """Follows a post through tables, logs and dead-letter queues.

    Args:
        stack: The stack.
        post_id: A ULID.
    """
    created = ULID.from_str(post_id).datetime
    with ThreadPoolExecutor() as threads:
        reading = threads.submit(find_lines, stack, post_id, created)
        found = threads.map(lambda queue: read(stack, queue, _LETTERS), sources(stack))
        leads = list(_find_leads(stack, chain.from_iterable(found), post_id, created))
        traces = _Traces(stack, post_id, created, reading.result(), leads)
        return Journey(post_id, traces.title, traces.saved(), tuple(_failures(traces.lines)))


@dataclass(frozen=True)
class _Lead:
    """A dead letter that a post's journey may end in.

    Attributes:
        letter: The dead letter.
        doubt: Why it is not known whether it is about the post; empty if it is.
    """

    letter: DeadLetter
    doubt: str = ""


def _find_leads(
    stack: Stack, letters: Iterable[DeadLetter], post_id: str, created: datetime
) -> Iterator[_Lead]:
    for letter in letters:
        if letter.kind is not Kind.BATCH:
            if post_id in letter.body:
                yield _Lead(letter)
        elif letter.batch and letter.sent_at >= created:
            try:
                records = read_batch(stack, letter.batch)
            except ForgottenBatchError:
                continue
            except UnreadableBatchError as error:
                yield _Lead(letter, f"a batch of changes was given up, perhaps with this: {error}")
            else:
                if any(record["dynamodb"]["Keys"]["id"]["S"] == post_id for record in records):
                    yield _Lead(letter)


def _failures(lines: Iterable[LogLine]) -> Iterator[str]:
    times: dict[str, list[datetime]] = {}
    for line in lines:
        if line.is_failure:
            times.setdefault(f"{line.function}: {line.reason}", []).append(line.time)
    for what, when in times.items():
        count = f" ({len(when)} times)" if len(when) > 1 else ""
        yield f"{when[-1]:%H:%M:%S}{count} {what}"


class _Traces:
    """What is left of a post's journey."""

    def __init__(
        self, stack: Stack, post_id: str, created: datetime, lines: list[LogLine], leads: list[_Lead]
    ) -> None:
        self._stack = stack
        self._created = created
        self.lines = lines
        self._leads = leads
        self._post = self._get(tables.POSTS, "id", post_id)
        self._mail = self._get(tables.EMAILS, "postId", post_id)
        self._told = self._count_told(post_id)
        self.title = self._post.get("title", {}).get("S", "")

    def saved(self) -> Hop:
        """Begins at the table."""
        removed = self._published(BlogPostRemoved.detail_type)
        if self._post:
            return Hop("saved", State.DONE, self._created, then=(self._created_event(),))
        if removed:
            then = Hop(f"announced ({BlogPostRemoved.detail_type})", State.DONE, removed.time)
            return Hop("saved", State.DONE, self._created, "deleted since", (then,))
        return Hop(
            "saved", State.MISSING, note="never posted on this stack, or deleted: look at id and stack"
        )

    def _created_event(self) -> Hop:
        line = self._published(BlogPostCreated.detail_type)
        name = f"announced ({BlogPostCreated.detail_type})"
        then = (
            self._pushed(CreatedPost.stage, BlogPostCreated.detail_type),
            self._mailed(),
            self._recognized(),
        )
        if line or self._mail or self._is_enriched:
            return Hop(name, State.DONE, line.time if line else None, then=then)
        return self._open(name, handlers.RELAY)

    def _mailed(self) -> Hop:
        if "sentAt" in self._mail:
            sent_at = _instant(self._mail["sentAt"]["N"])
            return Hop("mailed", State.DONE, sent_at, "handed to SNS, for who subscribed to its topic")
        if self._mail:
            return Hop("mailed", State.DOUBTFUL, _instant(self._mail["claimedAt"]["N"]), "SNS did not answer")
        if line := self._line(handlers.EMAILS, "imported post not mailed"):
            return Hop("mailed", State.DONE, line.time, "to nobody: the post was imported")
        return self._open("mailed", handlers.EMAILS)

    def _recognized(self) -> Hop:
        if not self._is_enriched:
            return self._open("recognized", handlers.RECOGNITION)
        entities = self._post.get("entities", {}).get("M", {}).values()
        note = f"{sum(len(texts.get('L', [])) for texts in entities)} entities"
        line = self._line(handlers.RECOGNITION, "post enriched")
        return Hop("recognized", State.DONE, line.time if line else None, note, (self._enriched_event(),))

    def _enriched_event(self) -> Hop:
        line = self._published(BlogPostEnriched.detail_type)
        name = f"announced ({BlogPostEnriched.detail_type})"
        pushed = self._pushed(EnrichedPost.stage, BlogPostEnriched.detail_type)
        if line is None and pushed.state is not State.DONE:
            return self._unlogged(name, handlers.RELAY)
        return Hop(name, State.DONE, line.time if line else None, then=(pushed,))

    def _pushed(self, stage: int, detail_type: str) -> Hop:
        line = self._line(handlers.PUSH, "event pushed", detailType=detail_type)
        told = sum(1 for one in self._told if one >= stage)
        if line is None and not told:
            return self._unlogged("pushed", handlers.PUSH)
        note = f"{told} connections know of it" if told else "nobody was connected, or that is two hours ago"
        return Hop("pushed", State.DONE, line.time if line else None, note)

    def _open(self, name: str, handler: str) -> Hop:
        """Tells of a hop that is not done: whether it gave up, and how many wait before it."""
        function = self._stack.operations.function(handler)
        leads = [lead for lead in self._leads if lead.letter.function == function]
        if leads:
            lead = min(leads, key=lambda lead: lead.doubt)  # none is the least
            state = State.DOUBTFUL if lead.doubt else State.DEAD
            note = lead.doubt or find_reason(self._stack, lead.letter)
            # A message has the time that it was first sent, and nobody knows when it was given up.
            return Hop(name, state, None if lead.letter.source else lead.letter.sent_at, note)
        failures = find_failures(self._stack, self._created, function)
        failing = f"it failed last, perhaps with another post: {failures[-1].reason}; " if failures else ""
        return Hop(name, State.WAITING, note=f"{failing}see `status` for {function}")

    def _unlogged(self, name: str, handler: str) -> Hop:
        """Tells of a hop that nothing but the log knows of, and the log does not."""
        hop = self._open(name, handler)
        if hop.state is State.WAITING and datetime.now(UTC) - self._created > STUCK_AFTER:
            return Hop(name, State.UNKNOWN, note="no line of the log tells (any more)")
        return hop

    @property
    def _is_enriched(self) -> bool:
        return bool(self._post.get("status", {}).get("S") == PostStatus.ENRICHED)

    def _published(self, detail_type: str) -> LogLine | None:
        return self._line(handlers.RELAY, "event published", detailType=detail_type)

    def _line(self, handler: str, message: str, **fields: str) -> LogLine | None:
        function = self._stack.operations.function(handler)
        wanted = {"message": message, **fields}.items()
        matching = (one for one in self.lines if one.function == function and wanted <= one.fields.items())
        return next(matching, None)

    def _get(self, table: tables.Table, key: str, post_id: str) -> Mapping[str, Any]:
        answer = self._stack.client("dynamodb").get_item(
            TableName=self._stack.operations.table(table), Key={key: {"S": post_id}}, ConsistentRead=True
        )
        item: Mapping[str, Any] = answer.get("Item", {})
        return item

    def _count_told(self, post_id: str) -> list[int]:
        pages = (
            self._stack.client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=self._stack.operations.table(tables.DELIVERIES),
                KeyConditionExpression="postId = :post",
                ProjectionExpression="toldStage",
                ExpressionAttributeValues={":post": {"S": post_id}},
            )
        )
        return [
            int(item["toldStage"]["N"]) for page in pages for item in page["Items"] if "toldStage" in item
        ]


def _instant(seconds: str) -> datetime:
    return datetime.fromtimestamp(float(seconds), UTC)


def walk(hop: Hop) -> Iterator[Hop]:
    """Yields a hop and all that follow from it."""
    yield hop
    for following in hop.then:
        yield from walk(following)
