"""Status, journeys, announcements and replays of a deployed stack."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ulid import ULID

from functions.domain import tables
from local.faults.writer import Post
from local.stack import LocalStack
from ops.announcement import announce, find_stuck
from ops.dead_letters import DeadLetter
from ops.health import check_health
from ops.journey import State, _Traces, find_journey, walk
from ops.reasons import find_reason
from ops.replay import plan_replay, replay_state, start_replay
from ops.stack import LOCAL, Stack, StackError
from tests.conftest import Command
from tests.ops.conftest import ROOT, Events, GiveUp, find_event
from tests.ops.test_redrive import batch_of, redrive_all


def test_dead_letters_turn_the_status_red_with_the_reason_and_what_to_do(
    give_up: GiveUp, operated: Stack, ops: Command, outputs: Path
) -> None:
    code = {"ERROR_CODE": "NO_PERMISSIONS", "ERROR_MESSAGE": "denied"}
    give_up("realtime-push-dead-letters", {"detail": {}}, code)
    health = check_health(operated, datetime.now(UTC))
    assert not health.is_good
    letters = health.dead_letters["realtime-push-dead-letters"]
    assert letters.count == 1
    assert letters.reasons == {"not delivered by the bus: NO_PERMISSIONS: denied": 1}
    shown = ops("status")
    assert shown.exit_code == 1
    command = f"python -m ops redrive realtime-push-dead-letters --stack {LOCAL} --outputs {outputs}"
    assert command in shown.stdout
    told = json.loads(ops("status", "--json").stdout)
    assert told["dead_letters"]["realtime-push-dead-letters"] == {
        "count": 1,
        "reasons": letters.reasons,
        "can_go_back": True,
        "is_foreign": False,
    }


def test_it_is_a_command_of_the_project(outputs: Path) -> None:
    command = [sys.executable, "-m", "ops", "status", "--json", "--outputs", str(outputs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    assert done.returncode == (0 if json.loads(done.stdout)["is_good"] else 1)


def test_a_message_that_its_function_gave_up_is_explained_by_the_functions_log(
    stack: LocalStack, operated: Stack
) -> None:
    sqs = stack.emulator.client("sqs")
    poison = sqs.send_message(
        QueueUrl=stack.outputs["operations"]["queues"]["events-recognition"]["url"], MessageBody="poison"
    )
    logs = stack.emulator.client("logs")
    group = stack.outputs["operations"]["functions"]["events-recognition"]["logGroup"]
    deadline = datetime.now(UTC) + timedelta(seconds=20)
    while not logs.filter_log_events(logGroupName=group, filterPattern=f'"{poison["MessageId"]}"')["events"]:
        assert datetime.now(UTC) < deadline
    letter = DeadLetter(
        queue="events-recognition-dead-letters",
        source="events-recognition",
        message_id=poison["MessageId"],
        sent_at=datetime.now(UTC) - timedelta(minutes=1),
        body="poison",
        attributes={},
        receipt="",
    )
    assert find_reason(operated, letter).startswith("message failed: ")


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


def test_posts_without_entities_are_found_and_announced_again(
    operated: Stack, events: Events, forgotten: Post
) -> None:
    now = datetime.now(UTC)
    found = find_stuck(operated, now - timedelta(hours=1), now + timedelta(seconds=1))
    assert forgotten.id in [stuck.id for stuck in found]
    assert forgotten.id not in [
        one.id for one in find_stuck(operated, now - timedelta(days=2), now - timedelta(days=1))
    ]
    assert announce(operated, forgotten.id)
    assert find_event(events, forgotten, "BlogPostCreated")
    assert find_event(events, forgotten, "BlogPostEnriched")
    assert not announce(operated, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")


def test_a_replay_brings_events_again(operated: Stack, events: Events, post: Post) -> None:
    now = datetime.now(UTC)
    replay = plan_replay(operated, "events-creation", now - timedelta(hours=1), now + timedelta(minutes=1))
    assert replay.rule.startswith("arn:aws:events:")
    assert replay.rule.endswith("/blogPostCreation")
    start_replay(operated, replay)
    again = find_event(events, post, "BlogPostCreated")
    assert again["replay-name"] == replay.name
    while replay_state(operated, replay)[0] in {"STARTING", "RUNNING"}:
        pass
    assert replay_state(operated, replay)[0] == "COMPLETED"


def test_what_changes_something_only_says_so_without_yes(
    give_up: GiveUp, operated: Stack, ops: Command
) -> None:
    give_up("events-emails-dead-letters", {"detail": {}}, {"ERROR_CODE": "X", "ERROR_MESSAGE": "y"})
    said = ops("redrive", "events-emails")
    assert "1 of 1 dead letters would go back" in said.stdout
    [result] = redrive_all(operated, "events-emails-dead-letters", dry=True)
    assert result.target == "events-emails"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("where", "X"), "the id of a post is a ULID"),
        (("replay", "--rule", "events-creation", "--since", "yesterday"), "an instant is 2026-03-01T09:30Z"),
        (("where", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"), "it begins with no time of ours"),
        (("announce",), "Name them, or say --stuck"),
        (("announce", "--stuck", "--since", "5m"), "only after 20 minutes"),
        (("announce", "--stuck", "--since", "99999999999d"), "an instant is 2026-03-01T09:30Z"),
        (("redrive", "--rate", "0"), "must be a whole number above 0"),
        (("replay", "--rule", "blogPostCreation", "--since", "1h", "--until", "2h"), "before --until"),
        (("redrive", "nothing"), "There is no queue nothing. There are: events-"),
        (("replay", "--rule", "nothing", "--since", "1h"), "There is no rule nothing. There are: events-"),
    ],
)
def test_what_cannot_be_asked_is_said_with_what_can(
    ops: Command, arguments: tuple[str, ...], words: str
) -> None:
    answer = ops(*arguments)
    assert answer.exit_code == 2
    assert words in answer.stderr


@pytest.mark.parametrize("outputs", [{"apiUrl": "http://127.0.0.1:1"}, {"operations": {}}, {}])
def test_outputs_of_an_older_program_are_refused(outputs: dict[str, object]) -> None:
    with pytest.raises(StackError, match="deploy it anew"):
        Stack(LOCAL, outputs)


def test_a_post_that_was_never_there_is_said_to_be_missing(operated: Stack) -> None:
    journey = find_journey(operated, str(ULID()))
    assert [hop.state for hop in walk(journey.first)] == [State.MISSING]


def test_what_only_a_log_knew_is_not_known_when_the_log_is_gone(operated: Stack, post: Post) -> None:
    created = datetime.now(UTC) - timedelta(hours=1)
    traces = _Traces(operated, post.id, created, lines=[], letters=[])
    states = {hop.name: hop.state for hop in walk(traces.saved())}
    assert states["recognized"] is State.DONE
    assert states["pushed"] is State.UNKNOWN


def test_times_for_machines_are_iso_8601(post: Post, ops: Command) -> None:
    answer = json.loads(ops("where", post.id, "--json").stdout)
    assert "T" in answer["first"]["at"]
    assert datetime.fromisoformat(answer["first"]["at"]).tzinfo is not None
