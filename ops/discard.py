"""Discarding: dead letters that cannot go back leave their queue, and are kept in a file."""

import json
import os
from collections.abc import Generator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ops.dead_letters import DeadLetter, Kind, delete, received
from ops.interruption import interruption_held
from ops.redrive import StaysError, StaysForNowError, find_way_back
from ops.stack import Stack

# What looking at a letter, writing it and deleting it may take, and what the first of them may.
_LETTER_SECONDS = 0.5
_SPARE_SECONDS = 60


@dataclass(frozen=True)
class Discarded:
    """What became of a dead letter.

    Attributes:
        letter: The dead letter.
        kept: Why it stays in its queue; empty if it was, or would be, discarded.
        reason: Why it cannot go back; empty if it could.
        lost: What never happens then.
    """

    letter: DeadLetter
    kept: str
    reason: str
    lost: str


def discard(
    stack: Stack, queue: str, limit: int, file: Path | None, *, everything: bool
) -> Generator[Discarded]:
    """Takes dead letters out of their queue, each after it was written: what is interrupted loses none.

    Args:
        stack: The stack.
        queue: What the program calls the dead-letter queue.
        limit: At most how many are looked at.
        file: Where they are written whole, each as a line of JSON behind those that are there. Without one
            nothing is discarded: it is only told what would be.
        everything: Whether also those are discarded that could go back, or of which that is not known.

    Raises:
        OSError: The file cannot be written. What is not in it is still in the queue.
    """
    with received(stack, queue, limit, _SPARE_SECONDS + limit * _LETTER_SECONDS) as letters:
        for letter in list(letters):
            kept, reason = _judge(stack, letter)
            discarded = Discarded(letter, "" if everything else kept, reason, _loss(letter))
            with interruption_held():  # until whoever asked knows
                if file and not discarded.kept:
                    _write(file, discarded)
                    delete(stack, letter)
                    letters.remove(letter)
                yield discarded


def _judge(stack: Stack, letter: DeadLetter) -> tuple[str, str]:
    """Tells why a letter should be kept, and why it cannot go back: each is empty if there is no reason."""
    try:
        return f"it can go back to {find_way_back(stack, letter)}: `redrive` it", ""
    except StaysForNowError as error:
        return str(error), str(error)
    except StaysError as error:
        return "", str(error)


def _loss(letter: DeadLetter) -> str:
    match letter.kind:
        case Kind.BATCH:
            size = letter.batch.batch_size if letter.batch else 0
            return f"the place of a batch that was never announced (changes: {size})"
        case Kind.RECORD:
            return "a change of an item that is no post"
        case Kind.EMAIL:
            return "an email to one address"
        case Kind.ENCRYPTED:
            return "an event that nobody got, and nobody can read without the key"
        case Kind.FOREIGN:
            return "what its sender wanted"
    return f"an event that {letter.source} never handles"


def _write(file: Path, discarded: Discarded) -> None:
    letter = asdict(discarded.letter)
    del letter["receipt"]
    line = {**letter, "kind": discarded.letter.kind, "reason": discarded.reason, "lost": discarded.lost}
    # It has what people wrote: for its owner's eyes.
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8") as to:
        to.write(json.dumps(line, default=datetime.isoformat, ensure_ascii=False) + "\n")
        to.flush()
        os.fsync(to.fileno())
