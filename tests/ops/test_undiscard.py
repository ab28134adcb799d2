"""Dead letters that were discarded by mistake go back to where they were."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from ops.dead_letters import DeadLetter, Kind, read
from ops.discard import discard
from ops.stack import Stack, StackError
from ops.undiscard import read_discarded, undiscard
from tests.conftest import Command
from tests.ops.conftest import GiveUp
from tests.ops.test_redrive import UNDELIVERED

QUEUE = "events-emails-dead-letters"
LETTER = {
    "queue": QUEUE,
    "source": "events-emails",
    "function": "events-emails",
    "message_id": "m",
    "sent_at": "2026-03-01T09:30:00+00:00",
    "body": "x",
    "attributes": {},
}
EVENT = {"detail": {"title": "Zeilen\u2028und noch eine"}}


@pytest.fixture
def file(give_up: GiveUp, operated: Stack, tmp_path: Path) -> Path:
    """A file of two letters that were discarded."""
    file = tmp_path / "letters.jsonl"
    give_up(QUEUE, EVENT, UNDELIVERED)
    give_up(QUEUE, EVENT)
    assert len(list(discard(operated, QUEUE, limit=9, file=file, everything=True))) == 2
    assert read(operated, QUEUE, 9) == []
    return file


def test_letters_are_in_their_queue_again_as_they_were(operated: Stack, file: Path) -> None:
    discarded = read_discarded(operated, file)
    assert {letter.kind for letter in discarded} == {Kind.UNDELIVERED, Kind.MESSAGE}
    assert list(undiscard(operated, discarded)) == discarded
    # Also in their ids and times, by which the log tells the reason.
    again = [replace(letter, receipt="") for letter in read(operated, QUEUE, 9)]
    assert sorted(again, key=lambda letter: letter.message_id) == sorted(
        discarded, key=lambda letter: letter.message_id
    )


def test_a_failure_in_the_middle_tells_how_to_go_on(
    ops: Command, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def put_back(_stack: Stack, letter: DeadLetter) -> None:
        calls.append(letter)
        if len(calls) == 2:
            raise ClientError({"Error": {"Code": "Throttled", "Message": "slower"}}, "SendMessage")

    monkeypatch.setattr("ops.undiscard.put_back", put_back)
    told = ops("undiscard", file, "--yes")
    assert told.exit_code == 2
    assert "1 of 2 dead letters were put back" in told.stdout
    assert "go on without the first 1 letters of the file" in told.stdout
    assert "slower" in told.stderr


def test_a_file_that_an_editor_cut_down_will_do(operated: Stack, file: Path) -> None:
    [first, _] = file.read_text().split("\n", 1)
    file.write_text(f"\n{first}\r\n\n", encoding="utf-8-sig")
    assert len(read_discarded(operated, file)) == 1


def test_without_a_yes_it_is_only_said(operated: Stack, ops: Command, file: Path) -> None:
    told = ops("undiscard", file)
    assert told.exit_code == 0
    assert "2 of 2 dead letters would be put back. Nothing was done: --yes does it." in told.stdout
    assert read(operated, QUEUE, 9) == []
    done = ops("undiscard", file, "--yes", "--json")
    assert [letter["queue"] for letter in json.loads(done.stdout)] == [QUEUE, QUEUE]
    assert len(read(operated, QUEUE, 9)) == 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 3: the line: Invalid JSON"),
        ("\udcff", "line 3: the line: Invalid JSON"),
        ("[]", "line 3: the line: Input should be an object"),
        (json.dumps(LETTER | {"attributes": 1}), "line 3: attributes: Input should be an object"),
        (json.dumps(LETTER | {"sent_at": "then"}), "line 3: sent_at: Input should be a valid datetime"),
        (json.dumps(LETTER | {"body": ""}), "line 3: body: SQS takes no empty one."),
        (json.dumps(LETTER | {"queue": "elsewhere"}), "line 3: this stack has no queue elsewhere."),
    ],
)
def test_a_line_that_is_no_letter_of_the_stack_s_is_told_before_anything_goes_back(
    operated: Stack, file: Path, line: str, message: str
) -> None:
    with file.open("a", encoding="utf-8", errors="surrogateescape") as more:
        more.write(f"{line}\n")
    with pytest.raises(StackError, match=message):
        read_discarded(operated, file)
