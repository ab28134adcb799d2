"""Check of a Pulumi program of one's own by AWS's rules."""

import sys
import traceback
from pathlib import Path
from typing import NoReturn

import yaml

from preview.recording import Recording
from preview.stack import record_program, record_stack, stack_names
from preview.template import find_unmapped
from preview.validation import find_violations


def check_program(directory: Path, stack: str | None) -> None:
    """Judges the stacks of a program, and prints each violation.

    Args:
        directory: Folder of Pulumi.yaml and `__main__.py`.
        stack: The one to judge. Default: each that has a file; a program without any is one stack.

    Raises:
        SystemExit: There is a violation, or nothing to judge: the program is none, or raises an error.
    """
    refused = []
    for name in [stack] if stack else stack_names(directory) or [""]:
        recording = _record(directory, name)
        unmapped = find_unmapped(recording)
        for resource_type, reason in unmapped.items():
            count = len(recording.of_type(resource_type))
            print(f"Not judged by AWS's schemas: {count} of {resource_type}: {reason}")
        if violations := list(find_violations(recording, unmapped)):
            print(*violations, sep="\n")
            refused.append(f"stack {name}" if name else "the program")
    if refused:
        sys.exit(f"AWS would refuse {', '.join(refused)}.")


def _record(directory: Path, stack: str) -> Recording:
    """Records a stack, and says in plain words why that cannot be done."""
    try:
        return record_stack(directory, stack) if stack else record_program(directory)
    except FileNotFoundError as error:
        if error.filename is None:
            sys.exit(str(error))  # no such project, or no such stack
        _end(directory, error)
    except yaml.YAMLError as error:
        sys.exit(f"a file of the project in {directory} is no YAML: {error}")
    except Exception as error:  # noqa: BLE001 - a program may raise anything
        _end(directory, error)


def _end(directory: Path, error: Exception) -> NoReturn:
    """Ends with a program's own message, and with the last place in its own files."""
    places = [
        f"{frame.filename}:{frame.lineno}: "
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(directory)
    ]
    sys.exit(f"{places[-1] if places else ''}{type(error).__name__}: {error}")
