"""Snapshots: what each stack was when it was last reviewed, in `docs/preview/`."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from preview.stack import stack_names

# Stack `local` packages for the machine that it runs on, so what it says differs from one to another.
_OF_THIS_MACHINE = {"local"}

_HEADING = re.compile(r"( *\S.* \([\w:/]+\)|[^ :][^:]*):")


def snapshot_file(project_dir: Path, stack: str) -> Path:
    """Names the file of a stack's snapshot."""
    return project_dir / "docs" / "preview" / f"{stack}.txt"


def snapshot_stacks(project_dir: Path) -> list[str]:
    """Lists the stacks that have a snapshot, or are to have one."""
    return [stack for stack in stack_names(project_dir) if stack not in _OF_THIS_MACHINE]


def read_snapshot(project_dir: Path, stack: str) -> str:
    """Reads a stack's snapshot; it is empty if there is none."""
    file = snapshot_file(project_dir, stack)
    return file.read_text("utf-8") if file.is_file() else ""


def write_snapshot(project_dir: Path, stack: str, text: str) -> None:
    """Writes a stack's snapshot."""
    file = snapshot_file(project_dir, stack)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def changed_lines(snapshot: str, text: str) -> Iterator[str]:
    """Yields a diff from a snapshot to what is now, each part under the resource that it belongs to.

    Args:
        snapshot: The snapshot's text.
        text: What it would be written as.
    """
    old, new = snapshot.splitlines(), text.splitlines()
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(n=1):
        *_, start, end = next(one for one in group if one[0] != "equal")
        yield f"@@ {_heading_of(new, min(start, end - 1))} @@"
        for change, old_start, old_end, new_start, new_end in group:
            if change == "equal":
                yield from (f"  {line}" for line in new[new_start:new_end])
            else:
                yield from (f"- {line}" for line in old[old_start:old_end])
                yield from (f"+ {line}" for line in new[new_start:new_end])


def _heading_of(lines: list[str], index: int) -> str:
    """Finds the resource, or the part of the document, that a line belongs to."""
    return next(found[1].strip() for line in reversed(lines[: index + 1]) if (found := _HEADING.match(line)))
