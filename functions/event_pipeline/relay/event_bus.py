"""Publishing events on the EventBridge bus."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from functions.domain.events import SOURCE, BlogPostEvent
from functions.runtime import log, metric
from functions.wire.traceparent import trace_id

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

# What one PutEvents call takes. Together its entries must have less than 1 MB:
# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
_MAXIMUM_ENTRIES = 10
_MAXIMUM_BYTES = 1_000_000 - 1


@dataclass(frozen=True)
class Entry:
    """An event to publish.

    Attributes:
        sequence_number: Where it comes from: the number of its record in the stream.
        post_id: What it is about.
        correlation_id: The trace that it belongs to, if that is known.
        time: When it happened.
        detail_type: Its name on the bus.
        detail: Its JSON.
    """

    sequence_number: str
    post_id: str
    correlation_id: str | None
    time: str
    detail_type: str
    detail: str

    @classmethod
    def of(cls, sequence_number: str, event: BlogPostEvent) -> Self:
        """Makes an entry of an event."""
        return cls(
            sequence_number=sequence_number,
            post_id=event.post.id,
            correlation_id=trace_id(event.traceparent),
            time=event.time,
            detail_type=event.detail_type,
            detail=event.to_json(),
        )

    @property
    def name(self) -> tuple[str, str]:
        """Tells it from all others: one record can mean several events, each of a type of its own."""
        return self.sequence_number, self.detail_type

    @property
    def size(self) -> int:
        """The bytes that EventBridge counts for it: 14 for the time, and three texts in UTF-8.

        https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
        """
        return 14 + sum(len(text.encode()) for text in (SOURCE, self.detail_type, self.detail))

    def to_request(self, bus: str) -> "PutEventsRequestEntryTypeDef":
        """Writes the entry as PutEvents takes it."""
        return {
            "EventBusName": bus,
            "Source": SOURCE,
            "DetailType": self.detail_type,
            "Time": datetime.fromisoformat(self.time),
            "Detail": self.detail,
        }


class EventBus:
    """Publishes in order, as far as it gets."""

    def __init__(self, events: "EventBridgeClient", name: str) -> None:
        self._events = events
        self._name = name
        self._published_ahead: set[tuple[str, str]] = set()

    def publish(self, entries: Sequence[Entry]) -> Entry | None:
        """Publishes entries in as few calls as possible, and stops after the first call with a failure.

        Entries behind a failed one, in the same call, may have been published. When they come again with it,
        they are passed over, as long as it is the same execution environment that gets them: one shard of a
        stream has one at a time.

        Returns:
            The first entry that was not published, if any. The log says why.
        """
        for chunk in _chunks(one for one in entries if one.name not in self._published_ahead):
            failed = self._put(chunk)
            if failed is not None:
                return failed
        self._published_ahead.clear()
        return None

    def _put(self, chunk: Sequence[Entry]) -> Entry | None:
        try:
            response = self._events.put_events(Entries=[entry.to_request(self._name) for entry in chunk])
        except Exception:  # noqa: BLE001 - what was published before is not to be published again
            log.exception(
                "publishing failed",
                sequenceNumber=chunk[0].sequence_number,
                postIds=[entry.post_id for entry in chunk],
            )
            metric.count("FailedPublications", len(chunk))
            return chunk[0]
        failed = None
        for entry, result in zip(chunk, response["Entries"], strict=True):
            with log.about(postId=entry.post_id, correlation_id=entry.correlation_id):
                if "ErrorCode" in result:
                    log.error(
                        "event refused",
                        sequenceNumber=entry.sequence_number,
                        errorCode=result["ErrorCode"],
                        errorMessage=result.get("ErrorMessage"),
                    )
                    metric.count("FailedPublications")
                    failed = failed or entry
                    continue
                log.info("event published", detailType=entry.detail_type)
            if failed:
                self._published_ahead.add(entry.name)
        return failed


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Splits entries into calls. One that is too large for any call has its own, which fails for it alone."""
    chunk: list[Entry] = []
    size = 0
    for entry in entries:
        if chunk and (len(chunk) == _MAXIMUM_ENTRIES or size + entry.size > _MAXIMUM_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(entry)
        size += entry.size
    if chunk:
        yield chunk
