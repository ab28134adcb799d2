"""Undiscarding: dead letters that `discard` wrote to a file go back into the queues that they were in."""

from collections.abc import Generator, Iterable
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ops.interruption import interruption_held
from ops.stack import Stack, StackError


class KeptLetter(BaseModel):
    """What a line of the file says that its queue needs. The new message has an id and a time of its own.

    Attributes:
        queue: What the program calls the dead-letter queue.
        message_id: SQS's id of it, before.
        body: What it says.
        attributes: What the bus says of it.
    """

    queue: str
    message_id: str
    body: str
    attributes: dict[str, str]


def read_kept(stack: Stack, file: Path) -> list[KeptLetter]:
    """Reads a file of `discard`.

    Args:
        stack: The stack that has the letters' queues.
        file: A line of JSON for each letter.

    Raises:
        OSError: The file cannot be read.
        StackError: A line is none of `discard`'s, or its queue is not in the stack. It says which line.
    """
    letters = []
    # Some ends of lines to Python are characters of a text to JSON.
    lines = file.read_bytes().removesuffix(b"\n").split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            letter = KeptLetter.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            raise StackError(f"{file}, line {number}: {where}: {first['msg']}") from error
        if letter.queue not in stack.operations.dead_letters:
            raise StackError(f"{file}, line {number}: this stack has no queue {letter.queue}.")
        letters.append(letter)
    return letters


def undiscard(stack: Stack, letters: Iterable[KeptLetter]) -> Generator[KeptLetter]:
    """Puts letters back into their queues, and yields each that is there."""
    sqs = stack.client("sqs")
    for letter in letters:
        with interruption_held():  # until whoever asked knows
            sqs.send_message(
                QueueUrl=stack.operations.dead_letters[letter.queue].url,
                MessageBody=letter.body,
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": value}
                    for name, value in letter.attributes.items()
                },
            )
            yield letter
