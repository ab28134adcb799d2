from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from functions.event_pipeline.relay.event_bus import Entry, EventBus
from functions.runtime.clients import make_client
from tests.unit.functions.stubbed_client import sdk_client

ENTRY = Entry(
    sequence_number="1",
    post_id="01KJNNT9M0D8K3V7Q2ZB4X6Y01",
    correlation_id=None,
    time="2026-03-01T09:30:00.000Z",
    detail_type="BlogPostCreated",
    detail="{}",
)


@pytest.fixture
def bus(events: Stubber) -> EventBus:  # noqa: ARG001 - the client is stubbed
    return EventBus(make_client("events"), "blog")


def post_id(number: int) -> str:
    return f"01KJNNT9M0D8K3V7Q2ZB4X6Y{number:02}"


def entry(number: int, size: int | None = None) -> Entry:
    """Makes an entry, which EventBridge counts as so many bytes."""
    smallest = replace(ENTRY, sequence_number=str(number), post_id=post_id(number), detail="")
    return replace(smallest, detail="." * (size - smallest.size) if size else "{}")


def expect(events: Stubber, count: int, *failed: int) -> None:
    """Expects a call with so many entries, of which some fail."""
    results = [{"ErrorCode": "InternalFailure"} if n in failed else {"EventId": f"{n}"} for n in range(count)]
    events.add_response(
        "put_events", {"FailedEntryCount": len(failed), "Entries": results}, {"Entries": [ANY] * count}
    )


def test_an_entry_is_put_on_the_bus(bus: EventBus, events: Stubber) -> None:
    events.add_response(
        "put_events",
        {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]},
        {
            "Entries": [
                {
                    "EventBusName": "blog",
                    "Source": "blog.posts",
                    "DetailType": "BlogPostCreated",
                    "Time": datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
                    "Detail": "{}",
                }
            ]
        },
    )
    assert bus.publish([entry(1)]) is None


def test_an_entry_has_the_size_that_eventbridge_counts() -> None:
    sized = replace(ENTRY, detail='{"é":1}')
    assert sized.size == 14 + len("blog.posts") + len("BlogPostCreated") + 8


def test_nothing_makes_no_call(bus: EventBus) -> None:
    assert bus.publish([]) is None


def test_a_call_has_at_most_10_entries(bus: EventBus, events: Stubber) -> None:
    for count in (10, 10, 5):
        expect(events, count)
    assert bus.publish([entry(n) for n in range(25)]) is None


def test_a_call_has_less_than_1_mb(bus: EventBus, events: Stubber) -> None:
    for count in (2, 1, 1):
        expect(events, count)
    half = 500_000
    fitting = [entry(1, half), entry(2, half - 1)]
    one_byte_too_many = [entry(3, half), entry(4, half)]
    assert bus.publish([*fitting, *one_byte_too_many]) is None


def test_an_entry_that_is_too_large_fails_alone(bus: EventBus, events: Stubber) -> None:
    expect(events, 1)
    events.add_client_error("put_events", "ValidationException", expected_params={"Entries": [ANY]})
    large = entry(2, 1_000_000)
    assert bus.publish([entry(1), large, entry(3)]) == large


def test_the_first_failed_entry_is_told_and_nothing_after_its_call_is_put(
    bus: EventBus, events: Stubber, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    expect(events, 10)
    expect(events, 10, 3, 7)
    failed = bus.publish([entry(n) for n in range(25)])
    assert failed is not None
    assert failed.sequence_number == "13"
    refused = [record["postId"] for record in logged() if record["message"] == "event refused"]
    assert refused == [post_id(13), post_id(17)]


def test_1_mb_is_what_the_sdk_says_of_a_call() -> None:
    documentation = sdk_client("events").meta.service_model.operation_model("PutEvents").documentation
    assert "total entry size must be less than 1MB" in documentation


def test_only_what_failed_is_put_again(bus: EventBus, events: Stubber) -> None:
    entries = [entry(n) for n in range(10)]
    expect(events, 10, 3, 7)
    assert bus.publish(entries) == entries[3]
    # Lambda delivers from the failed one on.
    expect(events, 2, 1)
    assert bus.publish(entries[3:]) == entries[7]
    expect(events, 1)
    assert bus.publish(entries[7:]) is None


def test_of_two_events_of_one_record_the_one_that_failed_is_put_again(bus: EventBus, events: Stubber) -> None:
    created, enriched = entry(1), replace(entry(1), detail_type="BlogPostEnriched")
    expect(events, 2, 0)
    assert bus.publish([created, enriched]) == created
    expect(events, 1)
    assert bus.publish([created, enriched]) is None


def test_what_was_published_ahead_is_forgotten_when_all_is_done(bus: EventBus, events: Stubber) -> None:
    entries = [entry(n) for n in range(3)]
    expect(events, 3, 0)
    bus.publish(entries)
    expect(events, 1)
    bus.publish(entries)
    expect(events, 3)
    assert bus.publish(entries) is None


def test_a_failed_call_fails_from_its_first_entry_on(bus: EventBus, events: Stubber) -> None:
    expect(events, 10)
    events.add_client_error("put_events", "InternalException")
    failed = bus.publish([entry(n) for n in range(25)])
    assert failed is not None
    assert failed.sequence_number == "10"
