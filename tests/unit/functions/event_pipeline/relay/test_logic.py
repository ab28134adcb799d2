import json
from collections.abc import Sequence
from typing import Any

import pytest

from functions.event_pipeline.relay import logic
from functions.event_pipeline.relay.dead_letters import DeadLetters
from functions.event_pipeline.relay.event_bus import Entry, EventBus
from tests.events import load_event

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

# What names a post.
REFERENCE = ("id", "createdAt", "topic")


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


class Aside(DeadLetters):
    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []
        self.is_down = False

    def put(self, record: dict[str, Any]) -> None:
        if self.is_down:
            raise TimeoutError
        self.records.append(record)


def relay(records: list[dict[str, Any]], bus: EventBus, aside: Aside | None = None) -> str | None:
    return logic.relay(records, bus, aside or Aside())


def record(name: str, number: int, **changes: object) -> dict[str, Any]:
    event = load_event(name)
    return {**event, "dynamodb": {**event["dynamodb"], "SequenceNumber": str(number), **changes}}


def test_a_new_post_is_announced_without_its_body() -> None:
    bus = Bus()
    assert relay([load_event("stream_insert")], bus) is None
    (entry,) = bus.published
    assert entry.detail_type == "BlogPostCreated"
    assert json.loads(entry.detail) == load_event("blog_post_created")["detail"]


def test_an_event_belongs_to_the_trace_of_the_request_that_posted() -> None:
    bus = Bus()
    image = load_event("stream_insert")["dynamodb"]["NewImage"] | {"traceparent": {"S": TRACEPARENT}}
    assert relay([record("stream_insert", 1, NewImage=image)], bus) is None
    (entry,) = bus.published
    assert json.loads(entry.detail)["traceparent"] == TRACEPARENT
    assert entry.correlation_id == "0af7651916cd43dd8448eb211c80319c"


def test_an_enriched_post_is_announced_with_its_entities() -> None:
    bus = Bus()
    assert relay([load_event("stream_modify")], bus) is None
    (entry,) = bus.published
    assert entry.detail_type == "BlogPostEnriched"
    assert json.loads(entry.detail) == load_event("blog_post_enriched")["detail"]


def inserted(created_at: str = "2026-03-01T09:30:00.000Z", **attributes: object) -> dict[str, Any]:
    """Makes the record of an enriched post that was put into the table at 9:30."""
    image = load_event("stream_modify")["dynamodb"]["NewImage"]
    return record("stream_insert", 1, NewImage={**image, "createdAt": {"S": created_at}, **attributes})


def test_a_post_that_comes_with_its_entities_is_announced_as_new_and_as_enriched() -> None:
    bus = Bus()
    relay([inserted()], bus)
    created, enriched = bus.published
    assert (created.detail_type, enriched.detail_type) == ("BlogPostCreated", "BlogPostEnriched")
    assert json.loads(created.detail) == load_event("blog_post_created")["detail"]
    assert json.loads(enriched.detail)["entities"] == {"locations": ["Spain"], "persons": ["Joe"]}
    assert json.loads(created.detail)["id"] != json.loads(enriched.detail)["id"]
    relay([inserted()], bus)
    assert bus.published == [created, enriched] * 2


@pytest.mark.parametrize(
    ("created_at", "imported"),
    [
        ("2026-02-28T09:29:59.000Z", True),
        ("2019-05-01T10:00:00+02:00", True),
        ("2026-02-28T09:30:00.000Z", None),
        ("2026-03-01T09:29:59.000Z", None),
        ("2026-03-02T09:30:00.000Z", None),
    ],
)
@pytest.mark.parametrize("status", ["NEW", "ENRICHED"])
def test_a_post_that_comes_into_the_table_a_day_after_it_was_written_was_imported(
    created_at: str, imported: object, status: str
) -> None:
    bus = Bus()
    relay([inserted(created_at, status={"S": status})], bus)
    assert json.loads(bus.published[0].detail).get("imported") is imported


def test_an_old_post_that_is_to_be_announced_as_new_was_not_imported() -> None:
    bus = Bus()
    relay([inserted("2019-05-01T10:00:00Z", announceAgainAt={"S": "2026-03-01T09:30:00Z"})], bus)
    assert "imported" not in json.loads(bus.published[0].detail)


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
    assert relay([edited_later, edited_before], bus) is None
    assert bus.published == []


@pytest.mark.parametrize(
    ("image", "detail_type"), [("OldImage", "BlogPostCreated"), ("NewImage", "BlogPostEnriched")]
)
def test_a_post_is_announced_again_as_what_it_is_by_now_when_somebody_wants_that(
    image: str, detail_type: str
) -> None:
    post = load_event("stream_modify")["dynamodb"][image]
    wanted = {**post, "announceAgainAt": {"S": "2026-03-05T10:00:00Z"}}
    bus = Bus()
    relay([record("stream_modify", 1, OldImage=post, NewImage=wanted)], bus)
    relay([record("stream_modify", 2, OldImage=wanted, NewImage=wanted)], bus)
    assert [(one.sequence_number, one.detail_type) for one in bus.published] == [("1", detail_type)]


def test_a_deleted_post_is_announced_without_what_its_author_wrote_in_it() -> None:
    bus = Bus()
    assert relay([load_event("stream_remove")], bus) is None
    (entry,) = bus.published
    assert entry.detail_type == "BlogPostRemoved"
    assert json.loads(entry.detail) == load_event("blog_post_removed")["detail"]
    assert "Joe" not in entry.detail


def test_a_deleted_post_of_a_later_version_is_announced_too() -> None:
    image = {name: load_event("stream_remove")["dynamodb"]["OldImage"][name] for name in REFERENCE}
    bus = Bus()
    relay([record("stream_remove", 1, OldImage={**image, "author": {"M": {}}})], bus)
    assert [entry.detail_type for entry in bus.published] == ["BlogPostRemoved"]


def test_an_expiry_is_no_removal() -> None:
    bus = Bus()
    expiry = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    assert relay([{**load_event("stream_remove"), "userIdentity": expiry}], bus) is None
    assert bus.published == []


@pytest.mark.parametrize("image", [{"id": {"S": "1"}, "note": {"S": "made by hand"}}, {"id": {"S": "1"}}])
def test_nobody_is_told_that_what_was_no_post_is_gone(image: dict[str, Any]) -> None:
    bus, aside = Bus(), Aside()
    assert relay([record("stream_remove", 1, OldImage=image)], bus, aside) is None
    assert bus.published == []
    assert aside.records == []


def test_changes_are_announced_in_their_order() -> None:
    bus = Bus()
    relay([record("stream_insert", 1), record("stream_modify", 2), record("stream_insert", 3)], bus)
    assert [entry.sequence_number for entry in bus.published] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "image",
    [
        {"id": {"S": "1"}, "note": {"S": "made by hand"}},
        {},
        {"id": {"N": "1"}},
        None,
        "no image",
    ],
)
def test_an_unreadable_record_is_set_aside_whole_and_keeps_none_of_the_others(image: object) -> None:
    bus, aside = Bus(), Aside()
    unreadable = record("stream_insert", 2, NewImage=image)
    assert relay([record("stream_insert", 1), unreadable, record("stream_insert", 3)], bus, aside) is None
    assert [entry.sequence_number for entry in bus.published] == ["1", "3"]
    assert aside.records == [unreadable]


@pytest.mark.parametrize(
    "changes", [{"Keys": {"key": {"N": "1"}}}, {"Keys": {"id": {"N": "1"}}}, {"Keys": None}]
)
def test_a_record_of_a_table_with_another_key_is_set_aside(changes: dict[str, object]) -> None:
    bus, aside = Bus(), Aside()
    other = record("stream_insert", 2, NewImage={}, **changes)
    assert relay([record("stream_insert", 1), other], bus, aside) is None
    assert [entry.sequence_number for entry in bus.published] == ["1"]
    assert aside.records == [other]
    aside.is_down = True
    assert relay([other], bus, aside) == "2"


def test_an_unreadable_record_that_cannot_be_set_aside_comes_again_with_those_behind_it() -> None:
    bus, aside = Bus(), Aside()
    aside.is_down = True
    unreadable = record("stream_insert", 2, NewImage={})
    assert relay([record("stream_insert", 1), unreadable, record("stream_insert", 3)], bus, aside) == "2"
    assert [entry.sequence_number for entry in bus.published] == ["1"]


def test_the_first_record_that_is_not_done_is_reported() -> None:
    unreadable = record("stream_insert", 3, NewImage={})
    records = [record("stream_insert", 1), record("stream_insert", 2), unreadable]
    assert relay(records, Bus(failing="2")) == "2"
