"""The table of guarantees: each row names a test that is there."""

import ast
import re
from pathlib import Path

import pytest

_PROJECT = Path(__file__).parents[1]
_ROWS = re.findall(
    r"^\| (.+?) \|.*\| `(tests/.+?)::(\w+)` \|$",
    (_PROJECT / "docs/guarantees.md").read_text("utf-8"),
    re.MULTILINE,
)


def test_there_are_rows() -> None:
    assert len(_ROWS) > 10


@pytest.mark.parametrize(("path", "test"), [row[1:] for row in _ROWS], ids=[row[0] for row in _ROWS])
def test_each_guarantee_is_held_by_a_test(path: str, test: str) -> None:
    tree = ast.parse((_PROJECT / path).read_text("utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
