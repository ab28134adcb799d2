"""Output of the commands: screens and progress for people, JSON for machines."""

import argparse
import dataclasses
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_PIPE_WIDTH = 10_000  # columns: what reads a pipe wants whole lines

progress = Console(stderr=True, highlight=False)
"""Progress goes to standard error: what is shown can be piped."""

screen = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
"""What people are shown."""


def tell_error(kind: str, problem: object, *, as_json: bool) -> int:
    """Says on standard error what is wrong, and returns the exit code of what could not be asked."""
    error = {"error": {"kind": kind, "message": f"{problem}"}}
    print(json.dumps(error) if as_json else f"✗ {problem}", file=sys.stderr)
    return 2


def fields_of(one: "DataclassInstance") -> dict[str, object]:
    """Reads what a dataclass shows. `dataclasses.asdict` makes another counter of a counter, by its pairs."""
    return {field.name: getattr(one, field.name) for field in dataclasses.fields(one) if field.repr}


def print_json(value: object) -> None:
    """Prints what was found or done, for machines, in ASCII: dataclasses as objects, times in ISO 8601."""

    def write(one: object) -> object:
        if isinstance(one, datetime):
            return one.isoformat()
        if dataclasses.is_dataclass(one) and not isinstance(one, type):
            return fields_of(one)
        return str(one)

    print(json.dumps(value, default=write, indent=2))  # ASCII: JSON may have what an encoding lacks


def hint(arguments: argparse.Namespace, text: str) -> None:
    """Says what to type next."""
    if not arguments.json:
        screen.print(f"  → {text}", soft_wrap=True, markup=False)


def say(arguments: argparse.Namespace, what: str, would: str, did: str) -> None:
    """Says what was done, or would be."""
    if not arguments.json:
        text = f"{what} {did}." if arguments.yes else f"{what} {would}. Nothing was done: --yes does it."
        screen.print(text, soft_wrap=True, markup=False)
