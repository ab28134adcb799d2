"""Journeys of posts, also those that end on the way."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from ulid import ULID

from functions.domain import handlers, tables
from local.faults.writer import Post
from local.stack import LocalStack
from ops.journey import State, _Traces, find_journey, walk
from ops.logs import LogLine
from ops.stack import Stack
from tests.conftest import Command
from tests.ops.conftest import GiveUp
from tests.ops.test_redrive import batch_of


def test_the_journey_of_a_post_is_told_from_hop_to_hop(operated: Stack, post: Post) -> None:
    deadline = datetime.now(UTC) + timedelta(seconds=20)
    while True:
        journey = find_journey(operated, post.id)
        hops = {(hop.name, hop.state) for hop in walk(journey.first)}
        if hops == {
            ("saved", State.DONE),
            ("announced (BlogPostCreated)", State.DONE),
            ("mailed", State.DONE),
            ("recognized", State.DONE),
            ("announced (BlogPostEnriched)", State.DONE),
            ("pushed", State.DONE),
        }:
            break
        assert datetime.now(UTC) < deadline, hops
    assert journey.title == "Operated"
    assert journey.failures == ()


def test_a_post_that_died_on_its_way_is_found_in_its_dead_letter(
    give_up: GiveUp, operated: Stack, forgotten: Post
) -> None:
    letter = {"detail": {"post": {"id": forgotten.id}}}
    give_up("events-recognition-dead-letters", letter, {"ERROR_CODE": "X", "ERROR_MESSAGE": "y"})
    journey = find_journey(operated, forgotten.id)
    [dead] = [hop for hop in walk(journey.first) if hop.state is State.DEAD]
    assert (dead.name, dead.note) == ("recognized", "X: y")


def test_a_post_that_the_relay_gave_up_is_found_in_the_batch_that_its_dead_letter_tells_the_place_of(
    stack: LocalStack, give_up: GiveUp, operated: Stack, forgotten: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if it had not been announced: nothing says that it was.
    monkeypatch.setattr("ops.journey.find_lines", lambda *_: [])
    emails = operated.operations.table(tables.EMAILS)
    stack.emulator.client("dynamodb").delete_item(TableName=emails, Key={"postId": {"S": forgotten.id}})
    assert {hop.state for hop in walk(find_journey(operated, forgotten.id).first)} == {
        State.DONE,
        State.WAITING,
    }
    condition = {"requestContext": {"condition": "RetryAttemptsExhausted"}}
    for batch in (batch_of(stack, forgotten), batch_of(stack, forgotten) | {"shardId": "x"}):
        give_up("events-relay-dead-letters", {**condition, "DDBStreamBatchInfo": batch})
    [dead] = [hop for hop in walk(find_journey(operated, forgotten.id).first) if hop.state is State.DEAD]
    assert dead.name == "announced (BlogPostCreated)"
    assert dead.note.startswith("RetryAttemptsExhausted, changes: 1")


def test_a_post_that_was_never_there_is_said_to_be_missing(operated: Stack) -> None:
    journey = find_journey(operated, str(ULID()))
    assert [hop.state for hop in walk(journey.first)] == [State.MISSING]


def test_what_only_a_log_knew_is_not_known_when_the_log_is_gone(operated: Stack, post: Post) -> None:
    created = datetime.now(UTC) - timedelta(hours=1)
    traces = _Traces(operated, post.id, created, lines=[], leads=[])
    states = {hop.name: hop.state for hop in walk(traces.saved())}
    assert states["recognized"] is State.DONE
    assert states["pushed"] is State.UNKNOWN


def test_of_an_imported_post_is_told_that_nobody_was_mailed(
    stack: LocalStack, operated: Stack, post: Post
) -> None:
    emails = operated.operations.table(tables.EMAILS)
    stack.emulator.client("dynamodb").delete_item(TableName=emails, Key={"postId": {"S": post.id}})
    function = operated.operations.function(handlers.EMAILS)
    line = LogLine(function, datetime.now(UTC), {"message": "imported post not mailed"})
    traces = _Traces(operated, post.id, datetime.now(UTC), lines=[line], leads=[])
    [mailed] = [hop for hop in walk(traces.saved()) if hop.name == "mailed"]
    assert (mailed.state, mailed.note) == (State.DONE, "to nobody: the post was imported")


def test_times_for_machines_are_iso_8601(post: Post, ops: Command) -> None:
    answer = json.loads(ops("where", post.id, "--json").stdout)
    assert "T" in answer["first"]["at"]
    assert datetime.fromisoformat(answer["first"]["at"]).tzinfo is not None
