import json
from collections.abc import Sequence
from typing import Any

from functions.event_pipeline.relay.event_bus import Entry, EventBus
from functions.event_pipeline.relay.logic import relay
from tests.events import load_event


class Bus(EventBus):
    def __init__(self, failing: str | None = None) -> None:
        self.published: list[Entry] = []
        self._failing = failing

    def publish(self, entries: Sequence[Entry]) -> Entry | None:
        for entry in entries:
            if entry.sequence_number == self._failing:
                return entry
            self.published.append(entry)
        return None


def record(name: str, number: int, **changes: object) -> dict[str, Any]:
    event = load_event(name)
    return {**event, "dynamodb": {**event["dynamodb"], "SequenceNumber": str(number), **changes}}


def test_a_new_post_is_announced_without_its_body() -> None:
    bus = Bus()
    assert relay([load_event("stream_insert")], bus) is None
    (entry,) = bus.published
    assert entry.detail_type == "BlogPostCreated"
    assert json.loads(entry.detail) == load_event("blog_post_created")["detail"]


def test_an_enriched_post_is_announced_with_its_entities() -> None:
    bus = Bus()
    assert relay([load_event("stream_modify")], bus) is None
    (entry,) = bus.published
    assert entry.detail_type == "BlogPostEnriched"
    assert json.loads(entry.detail) == load_event("blog_post_enriched")["detail"]


def test_a_redelivered_change_is_the_same_event() -> None:
    bus = Bus()
    relay([load_event("stream_insert")], bus)
    relay([load_event("stream_insert")], bus)
    assert bus.published[0] == bus.published[1]


def test_a_post_without_entities_is_announced_as_enriched_too() -> None:
    image = load_event("stream_modify")["dynamodb"]["NewImage"]
    bus = Bus()
    relay([record("stream_modify", 1, NewImage={**image, "entities": {"M": {}}})], bus)
    assert json.loads(bus.published[0].detail)["entities"] == {}


def test_other_changes_are_not_announced() -> None:
    images = load_event("stream_modify")["dynamodb"]
    bus = Bus()
    edited_later = record("stream_modify", 1, OldImage=images["NewImage"])
    edited_before = record("stream_modify", 2, NewImage=images["OldImage"])
    removed = {"eventName": "REMOVE", "dynamodb": {"SequenceNumber": "3", "OldImage": images["NewImage"]}}
    assert relay([edited_later, edited_before, removed], bus) is None
    assert bus.published == []


def test_changes_are_announced_in_their_order() -> None:
    bus = Bus()
    relay([record("stream_insert", 1), record("stream_modify", 2), record("stream_insert", 3)], bus)
    assert [entry.sequence_number for entry in bus.published] == ["1", "2", "3"]


def test_an_unreadable_record_is_reported_after_those_before_it_are_announced() -> None:
    bus = Bus()
    unreadable = record("stream_insert", 2, NewImage={"id": {"S": "1"}})
    assert relay([record("stream_insert", 1), unreadable, record("stream_insert", 3)], bus) == "2"
    assert [entry.sequence_number for entry in bus.published] == ["1"]


def test_the_first_record_that_is_not_done_is_reported() -> None:
    unreadable = record("stream_insert", 3, NewImage={})
    records = [record("stream_insert", 1), record("stream_insert", 2), unreadable]
    assert relay(records, Bus(failing="2")) == "2"
