"""Undiscarding: dead letters that `discard` wrote to a file go back into the queues that they were in."""

from codecs import BOM_UTF8
from collections.abc import Generator, Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ops.dead_letters import DeadLetter, put_back
from ops.interruption import interruption_held
from ops.stack import Stack, StackError

_line: TypeAdapter[DeadLetter] = TypeAdapter(DeadLetter)


def read_discarded(stack: Stack, file: Path) -> list[DeadLetter]:
    """Reads a file of `discard`.

    Args:
        stack: The stack that has the letters' queues.
        file: A line of JSON for each letter.

    Raises:
        OSError: The file cannot be read.
        StackError: A line is none of `discard`'s, or its queue is not in the stack. It says which line.
    """
    letters = []
    # Some ends of lines to Python are characters of a text to JSON. Editors leave a mark before the first.
    for number, line in enumerate(file.read_bytes().removeprefix(BOM_UTF8).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            letter = _line.validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            raise StackError(f"{file}, line {number}: {where}: {first['msg']}") from error
        if letter.queue not in stack.operations.dead_letters:
            raise StackError(f"{file}, line {number}: this stack has no queue {letter.queue}.")
        if not letter.body:
            raise StackError(f"{file}, line {number}: body: SQS takes no empty one.")
        letters.append(letter)
    return letters


def undiscard(stack: Stack, letters: Iterable[DeadLetter]) -> Generator[DeadLetter]:
    """Puts letters back into their queues, and yields each that is there."""
    for letter in letters:
        with interruption_held():  # until whoever asked knows
            put_back(stack, letter)
            yield letter
