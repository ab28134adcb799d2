"""Snapshots of stacks."""

from pathlib import Path

import pytest

from preview.document import document_of, read_document, write_document
from preview.snapshot import changed_lines, read_snapshot, snapshot_stacks, write_snapshot
from preview.stack import record_stack, stack_names
from tests.preview import THIS_PYTHON, recorded

ROOT = Path(__file__).parents[2]

BEFORE = """\
resources:
  jobs (aws:sqs/queue:Queue):
    delaySeconds: 1
    visibilityTimeoutSeconds: 60
  other (aws:sqs/queue:Queue): {}
"""


def test_what_did_not_change_has_no_diff() -> None:
    assert not list(changed_lines(BEFORE, BEFORE))


def test_a_change_is_shown_under_its_resource() -> None:
    after = BEFORE.replace("60", "90")
    assert list(changed_lines(BEFORE, after)) == [
        "@@ jobs (aws:sqs/queue:Queue) @@",
        "      delaySeconds: 1",
        "-     visibilityTimeoutSeconds: 60",
        "+     visibilityTimeoutSeconds: 90",
        "    other (aws:sqs/queue:Queue): {}",
    ]


def test_a_stack_without_a_snapshot_is_new_as_a_whole(tmp_path: Path) -> None:
    assert read_snapshot(tmp_path, "prod") == ""
    write_snapshot(tmp_path, "prod", BEFORE)
    assert read_snapshot(tmp_path, "prod") == BEFORE


def test_every_stack_that_is_the_same_on_each_machine_has_a_snapshot() -> None:
    assert {*stack_names(ROOT)} - {*snapshot_stacks(ROOT)} == {"local"}
    assert {file.stem for file in (ROOT / "docs" / "preview").iterdir()} == {*snapshot_stacks(ROOT)}


@pytest.mark.parametrize("stack", stack_names(ROOT))
def test_every_stack_is_written_and_read_without_loss(stack: str) -> None:
    document = document_of(recorded(stack))
    text = write_document(document)
    assert read_document(text) == document
    assert str(ROOT) not in text


def test_a_stack_is_written_the_same_each_time() -> None:
    first, second = (document_of(one) for one in (recorded("prod"), record_stack(ROOT, "prod", THIS_PYTHON)))
    assert write_document(first) == write_document(second)
