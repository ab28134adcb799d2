"""Dead letters that cannot go back are written down, and only then leave their queue."""

import json
import signal
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from local.faults.writer import Post
from local.stack import LocalStack
from ops.dead_letters import DeadLetter, Kind, delete, read
from ops.discard import Discarded, discard
from ops.stack import Stack
from tests.conftest import Command
from tests.ops.conftest import GiveUp
from tests.ops.test_redrive import UNDELIVERED, batch_of

EMAIL = {"Type": "Notification", "Message": "Ein Text für Joe"}
UNDELIVERABLE = "events-emails-undelivered"


def discard_all(
    stack: Stack, queue: str, file: Path | None = None, *, everything: bool = False
) -> list[Discarded]:
    return list(discard(stack, queue, limit=100, file=file, everything=everything))


def test_it_is_only_said_what_would_be_lost_and_why(give_up: GiveUp, operated: Stack) -> None:
    give_up(UNDELIVERABLE, EMAIL)
    [result] = discard_all(operated, UNDELIVERABLE)
    assert (result.kept, result.lost) == ("", "an email to one address")
    assert "the address does not work" in result.reason
    assert len(read(operated, UNDELIVERABLE, 10)) == 1


def test_what_is_discarded_is_whole_in_the_file_and_no_more_in_the_queue(
    give_up: GiveUp, operated: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "letters.jsonl"
    file.write_text("{}\n")
    give_up(UNDELIVERABLE, EMAIL, {"why": "gone"})
    [result] = discard_all(operated, UNDELIVERABLE, file)
    earlier, line = map(json.loads, file.read_text().splitlines())
    assert earlier == {}
    assert json.loads(line["body"]) == EMAIL
    assert (line["queue"], line["message_id"]) == (UNDELIVERABLE, result.letter.message_id)
    assert (line["attributes"], line["kind"]) == ({"why": "gone"}, "not delivered by SNS")
    assert (line["reason"], line["lost"]) == (result.reason, result.lost)
    assert read(operated, UNDELIVERABLE, 10) == []


def test_a_new_file_is_for_its_owner_s_eyes(give_up: GiveUp, operated: Stack, tmp_path: Path) -> None:
    give_up(UNDELIVERABLE, EMAIL)
    discard_all(operated, UNDELIVERABLE, tmp_path / "letters.jsonl")
    assert (tmp_path / "letters.jsonl").stat().st_mode & 0o077 == 0


def test_what_can_go_back_stays_unless_all_is_to_go(give_up: GiveUp, operated: Stack, tmp_path: Path) -> None:
    queue, file = "events-emails-dead-letters", tmp_path / "letters.jsonl"
    give_up(queue, {"detail": {}}, UNDELIVERED)
    [result] = discard_all(operated, queue, file)
    assert result.kept == "it can go back to events-emails: `redrive` it"
    assert len(read(operated, queue, 10)) == 1
    assert not file.exists()
    [result] = discard_all(operated, queue, file, everything=True)
    assert (result.kept, result.lost) == ("", "an event that events-emails never handles")
    assert read(operated, queue, 10) == []


def test_what_nothing_of_the_blog_s_put_there_stays(give_up: GiveUp, operated: Stack, tmp_path: Path) -> None:
    give_up(UNDELIVERABLE, {"order": 1})
    [result] = discard_all(operated, UNDELIVERABLE, tmp_path / "letters.jsonl")
    assert result.letter.kind is Kind.FOREIGN
    assert "ask who did" in result.kept


def test_what_the_bus_could_not_decrypt_is_lost_to_everybody(give_up: GiveUp, operated: Stack) -> None:
    give_up(
        "events-bus-dead-letters", {"detail-type": "Encrypted Events"}, {"ERROR_CODE": "SDK_CLIENT_ERROR"}
    )
    [result] = discard_all(operated, "events-bus-dead-letters")
    assert (result.kept, result.lost) == ("", "an event that nobody got, and nobody can read without the key")


def test_a_batch_is_kept_as_long_as_the_stream_has_it(
    stack: LocalStack, give_up: GiveUp, operated: Stack, post: Post
) -> None:
    batch = batch_of(stack, post)
    give_up("events-relay-dead-letters", {"DDBStreamBatchInfo": batch})
    [result] = discard_all(operated, "events-relay-dead-letters")
    assert result.kept == "it can go back to events-relay: `redrive` it"


def test_a_batch_that_the_stream_has_forgotten_is_discarded(
    stack: LocalStack, give_up: GiveUp, operated: Stack, post: Post
) -> None:
    batch = batch_of(stack, post)
    batch["streamArn"] = f"{batch['streamArn']}-of-a-table-that-is-gone"
    give_up("events-relay-dead-letters", {"DDBStreamBatchInfo": batch})
    [result] = discard_all(operated, "events-relay-dead-letters")
    assert (result.kept, result.lost) == ("", "the place of a batch that was never announced (changes: 1)")


def test_a_letter_that_cannot_be_written_stays_in_its_queue(
    give_up: GiveUp, operated: Stack, tmp_path: Path
) -> None:
    give_up(UNDELIVERABLE, EMAIL)
    with pytest.raises(OSError, match="letters"):
        discard_all(operated, UNDELIVERABLE, tmp_path / "nowhere" / "letters.jsonl")
    assert len(read(operated, UNDELIVERABLE, 10)) == 1


def test_what_is_interrupted_between_two_letters_has_lost_none(
    give_up: GiveUp, operated: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "letters.jsonl"
    for _ in range(3):
        give_up(UNDELIVERABLE, EMAIL)
    going = discard(operated, UNDELIVERABLE, 100, file, everything=False)
    gone = next(going).letter.message_id
    going.close()
    assert [json.loads(line)["message_id"] for line in file.read_text().splitlines()] == [gone]
    left = {letter.message_id for letter in read(operated, UNDELIVERABLE, 10)}
    assert len(left) == 2
    assert gone not in left


def test_of_what_is_gone_somebody_knows_before_the_interruption(
    give_up: GiveUp, operated: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(stack: Stack, letter: DeadLetter) -> None:
        signal.raise_signal(signal.SIGTERM)
        delete(stack, letter)

    file = tmp_path / "letters.jsonl"
    monkeypatch.setattr("ops.discard.delete", interrupt)
    for _ in range(3):
        give_up(UNDELIVERABLE, EMAIL)
    going = discard(operated, UNDELIVERABLE, 100, file, everything=False)
    told = next(going)
    with pytest.raises(KeyboardInterrupt):
        next(going)
    [line] = file.read_text().splitlines()
    assert json.loads(line)["message_id"] == told.letter.message_id
    assert len(read(operated, UNDELIVERABLE, 10)) == 2


def test_no_more_are_looked_at_than_was_asked_for(give_up: GiveUp, operated: Stack, tmp_path: Path) -> None:
    for _ in range(3):
        give_up(UNDELIVERABLE, EMAIL)
    assert len(list(discard(operated, UNDELIVERABLE, 2, tmp_path / "two.jsonl", everything=False))) == 2
    assert len(read(operated, UNDELIVERABLE, 10)) == 1


def test_the_command_does_it_only_with_yes(give_up: GiveUp, ops: Command, tmp_path: Path) -> None:
    give_up(UNDELIVERABLE, EMAIL)
    file = tmp_path / "letters.jsonl"
    command = ("discard", UNDELIVERABLE, "--to", str(file))
    said = ops(*command)
    assert "lost: an email to one address (the address does not work" in said.stdout
    assert "1 of 1 dead letters would be discarded. Nothing was done" in said.stdout
    assert (said.exit_code, file.exists()) == (0, False)
    done = json.loads(ops(*command, "--yes", "--json").stdout)
    assert done["file"] == str(file)
    assert [json.loads(one["letter"]["body"]) for one in done["letters"]] == [EMAIL]
    assert len(file.read_text().splitlines()) == 1


def test_a_queue_is_found_by_the_function_that_gave_up_what_is_in_it(give_up: GiveUp, ops: Command) -> None:
    give_up("events-relay-dead-letters", {"record": {"eventName": "INSERT"}})
    said = ops("redrive", "events-relay")
    assert "for what stays: python -m ops discard events-relay-dead-letters --stack local" in said.stdout
    assert "1 of 1 dead letters would be discarded" in ops("discard", "events-relay").stdout


def test_operators_cannot_delete_what_is_still_to_be_handled(operated: Stack) -> None:
    queue = operated.operations.queues["events-recognition"]
    with pytest.raises(ClientError, match="AccessDenied"):
        operated.client("sqs").delete_message(QueueUrl=queue.url, ReceiptHandle="any")
