"""Dead letters that were discarded by mistake go back to where they were."""

import json
from pathlib import Path

import pytest

from ops.dead_letters import Kind, read
from ops.discard import discard
from ops.stack import Stack, StackError
from ops.undiscard import read_kept, undiscard
from tests.conftest import Command
from tests.ops.conftest import GiveUp
from tests.ops.test_redrive import UNDELIVERED

QUEUE = "events-emails-dead-letters"
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
    assert len(list(undiscard(operated, read_kept(operated, file)))) == 2
    letters = read(operated, QUEUE, 9)
    assert [json.loads(letter.body) for letter in letters] == [EVENT, EVENT]
    assert {letter.kind for letter in letters} == {Kind.UNDELIVERED, Kind.MESSAGE}
    assert UNDELIVERED in [letter.attributes for letter in letters]


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
        ("", "line 3: the line: Invalid JSON"),
        ("\udcff", "line 3: the line: Invalid JSON"),
        ("[]", "line 3: the line: Input should be an object"),
        (json.dumps({"queue": QUEUE, "message_id": "m", "body": "x"}), "line 3: attributes: Field required"),
        (
            json.dumps({"queue": "elsewhere", "message_id": "m", "body": "x", "attributes": {}}),
            "line 3: this stack has no queue elsewhere.",
        ),
    ],
)
def test_a_line_that_is_no_letter_of_the_stack_s_is_told_before_anything_goes_back(
    operated: Stack, file: Path, line: str, message: str
) -> None:
    with file.open("a", encoding="utf-8", errors="surrogateescape") as more:
        more.write(f"{line}\n")
    with pytest.raises(StackError, match=message):
        read_kept(operated, file)
