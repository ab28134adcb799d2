"""Tells what a deployment of a stack would ask of AWS, and holds it against what was reviewed.

`python -m preview show|template STACK`, `python -m preview write|check`,
`python -m preview check DIRECTORY`, `python -m preview scan COMMANDS`
"""

from emulated_aws.command import begin_command

if __name__ == "__main__":
    begin_command()

import argparse
import json
import platform
import sys
from pathlib import Path

import pulumi

from preview.dashboard import FILE as DRAWING
from preview.dashboard import draw_dashboard
from preview.document import COST, document_of, read_document, write_document
from preview.losses import find_losses
from preview.program import check_program
from preview.recording import Recording
from preview.scan import scan
from preview.snapshot import changed_lines, read_snapshot, snapshot_file, snapshot_stacks, write_snapshot
from preview.stack import record_stack, stack_names
from preview.template import UNMAPPED, UnmappedTypeError, make_template
from preview.validation import find_violations


def main() -> None:
    """Runs the command for the project in the current folder.

    `check` ends with 1 if a stack is not what was reviewed, or if AWS would refuse it.
    """
    project = Path.cwd()
    parser = argparse.ArgumentParser(prog="python -m preview", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="print a stack, and what changed since its snapshot")
    show.add_argument("stack", choices=stack_names(project))
    commands.add_parser("write", help="write the snapshots, and draw the dashboard")
    check = commands.add_parser("check", help="compare the stacks with their snapshots, or judge a program")
    check.add_argument(
        "directory", type=Path, nargs="?", help="a Pulumi program of one's own, to judge by rules"
    )
    check.add_argument("--stack", help="its stack to judge. Default: each that has a file")
    template = commands.add_parser("template", help="print a stack as a CloudFormation template")
    template.add_argument("stack", choices=stack_names(project))
    scanners = commands.add_parser("scan", help="scan the stacks' templates by cfn-lint and Checkov")
    scanners.add_argument("commands", type=Path, help="the folder of both commands")
    arguments = parser.parse_args()
    try:
        if arguments.command == "show":
            recording = record_stack(project, arguments.stack)
            text = _text(recording)
            print(text)
            _tell_changes(project, arguments.stack, text)
            _tell_unmapped(recording)
            _tell_violations(arguments.stack, recording)
        elif arguments.command == "template":
            print(json.dumps(make_template(record_stack(project, arguments.stack)), indent=2))
        elif arguments.command == "scan":
            scan(project, arguments.commands)
        elif arguments.command == "write":
            for stack in snapshot_stacks(project):
                recording = record_stack(project, stack)
                text = _text(recording)
                _tell_changes(project, stack, text)
                write_snapshot(project, stack, text)
                if drawing := draw_dashboard(recording):
                    (project / DRAWING).write_text(drawing, "utf-8")
        else:
            _check(project, arguments.directory, arguments.stack)
    except (pulumi.RunError, UnmappedTypeError) as error:
        sys.exit(f"{error}")


def _check(project: Path, directory: Path | None, stack: str | None) -> None:
    if directory:
        check_program(directory.resolve(), stack)
    elif stack:
        sys.exit("--stack is for a DIRECTORY: without one, all stacks are checked")
    else:
        _check_snapshots(project)


def _check_snapshots(project: Path) -> None:
    if (pinned := _pinned_python(project)) not in (None, platform.python_version_tuple()[:2]):
        # It would package other archives.
        print(f"Previews are not checked: the project's are of Python {'.'.join(pinned or ())}.")
        return
    drifted, refused, drawing = [], [], ""
    for stack in snapshot_stacks(project):
        recording = record_stack(project, stack)
        if _tell_changes(project, stack, _text(recording)):
            drifted.append(stack)
        if _tell_violations(stack, recording):
            refused.append(stack)
        drawing = draw_dashboard(recording) or drawing  # the last one is drawn, as `write` does
    if _tell_drawing(project, drawing):
        drifted.append("the dashboard")
    if refused:
        sys.exit(f"AWS would refuse: {', '.join(refused)}.")
    if drifted:
        sys.exit(
            f"Not what was reviewed: {', '.join(drifted)}. Run `make snapshots`, and look at the changes."
        )


def _pinned_python(project: Path) -> tuple[str, ...] | None:
    file = project / ".python-version"
    return tuple(file.read_text("utf-8").strip().split(".")[:2]) if file.is_file() else None


def _text(recording: Recording) -> str:
    return write_document(document_of(recording))


def _tell_changes(project: Path, stack: str, text: str) -> bool:
    """Prints what changed since a snapshot, and loudest what is lost. Returns whether anything did."""
    snapshot = read_snapshot(project, stack)
    if snapshot == text:
        return False
    if not snapshot:
        print(f"Stack {stack} has no snapshot.")
        return True
    print(f"Stack {stack}, since {snapshot_file(project, stack).relative_to(project)}:")
    print(*changed_lines(snapshot, text), sep="\n")
    old, new = read_document(snapshot), read_document(text)
    if old.get(COST) != new[COST]:
        print(f"Idle cost a month: {old.get(COST, {}).get('total', 'unknown')} -> {new[COST]['total']}")
    if losses := list(find_losses(old, new)):
        print(f"\n!!! State of stack {stack} is at stake. This change", *losses, sep="\n!!! ", end="\n\n")
    return True


def _tell_drawing(project: Path, drawing: str) -> bool:
    """Prints that the file is not the drawing of the dashboard as it is now. Returns whether that is so."""
    file = project / DRAWING
    is_stale = bool(drawing) and (not file.is_file() or file.read_text("utf-8") != drawing)
    if is_stale:
        print(f"{DRAWING} does not show the dashboard as it is.")
    return is_stale


def _tell_unmapped(recording: Recording) -> None:
    """Prints what AWS's rules have not seen."""
    for resource_type, reason in UNMAPPED.items():
        if count := len(recording.of_type(resource_type)):
            print(f"Not judged by AWS's rules: {count} of {resource_type}: {reason}")


def _tell_violations(stack: str, recording: Recording) -> bool:
    """Prints what AWS would refuse. Returns whether there is any of that."""
    violations = list(find_violations(recording))
    if violations:
        print(f"\n!!! AWS would refuse stack {stack}:", *violations, sep="\n!!! ", end="\n\n")
    return bool(violations)


if __name__ == "__main__":
    main()
