"""Tells what a deployment of a stack would ask of AWS, and holds it against what was reviewed.

`python -m preview show STACK`, `python -m preview write|check`
"""

import argparse
import sys
from pathlib import Path

import pulumi

from preview.document import document_of, read_document, write_document
from preview.losses import find_losses
from preview.snapshot import changed_lines, read_snapshot, snapshot_file, snapshot_stacks, write_snapshot
from preview.stack import record_stack, stack_names

_PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Runs the command. `check` ends with 1 if a stack is not what its snapshot says."""
    parser = argparse.ArgumentParser(prog="python -m preview", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="print a stack, and what changed since its snapshot")
    show.add_argument("stack", choices=stack_names(_PROJECT))
    commands.add_parser("write", help="write the snapshots")
    commands.add_parser("check", help="compare the stacks with their snapshots")
    arguments = parser.parse_args()
    try:
        if arguments.command == "show":
            text = _text(arguments.stack)
            print(text)
            _tell_changes(arguments.stack, text)
        elif arguments.command == "write":
            for stack in snapshot_stacks(_PROJECT):
                text = _text(stack)
                _tell_changes(stack, text)
                write_snapshot(_PROJECT, stack, text)
        elif drifted := [stack for stack in snapshot_stacks(_PROJECT) if _tell_changes(stack, _text(stack))]:
            sys.exit(
                f"Not what was reviewed: {', '.join(drifted)}. Run `make snapshots`, and look at the changes."
            )
    except pulumi.RunError as error:
        sys.exit(f"{error}")


def _text(stack: str) -> str:
    return write_document(document_of(record_stack(_PROJECT, stack)))


def _tell_changes(stack: str, text: str) -> bool:
    """Prints what changed since a snapshot, and loudest what is lost. Returns whether anything did."""
    snapshot = read_snapshot(_PROJECT, stack)
    if snapshot == text:
        return False
    print(f"Stack {stack}, since {snapshot_file(_PROJECT, stack).relative_to(_PROJECT)}:")
    print(*changed_lines(snapshot, text), sep="\n")
    if losses := list(find_losses(read_document(snapshot), read_document(text))):
        print(f"\n!!! State of stack {stack} is at stake. This change", *losses, sep="\n!!! ", end="\n\n")
    return True


if __name__ == "__main__":
    main()
