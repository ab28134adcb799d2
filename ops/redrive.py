"""Redriving: dead letters go back to where they came from."""

import json
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from ops.batches import ForgottenBatchError, UnreadableBatchError, read_batch
from ops.dead_letters import DeadLetter, Kind, delete, received
from ops.interruption import interruption_held
from ops.stack import Stack

# A call of the relay gets so many records. With their images they are far below the 6 MB of a call:
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_RECORDS = 5

# What sending letters back may take beyond the pauses between them.
_SPARE_SECONDS = 60


class StaysError(Exception):
    """A dead letter cannot go back. It says why, and what to do instead."""


class StaysForNowError(StaysError):
    """A dead letter cannot go back now, or nobody here knows whether it can."""


@dataclass(frozen=True)
class Redriven:
    """What became of a dead letter.

    Attributes:
        letter: The dead letter.
        target: Where it went, or would go; None if it stays.
        stays: Why it stays.
        is_for_now: Whether it may go back later, when the cause is mended.
    """

    letter: DeadLetter
    target: str | None = None
    stays: str = ""
    is_for_now: bool = False


def redrive(stack: Stack, queue: str, limit: int, rate: float, *, dry: bool) -> Generator[Redriven]:
    """Sends dead letters back, each before it is deleted: what is interrupted may send one twice, loses none.

    Args:
        stack: The stack.
        queue: What the program calls the dead-letter queue.
        limit: At most how many.
        rate: At most how many a second.
        dry: Whether to tell only what would happen.
    """
    with received(stack, queue, limit, _SPARE_SECONDS + limit / rate) as letters:
        for letter in list(letters):
            with interruption_held():  # until whoever asked knows
                try:
                    target = find_way_back(stack, letter) if dry else _send_back(stack, letter)
                    if not dry:
                        delete(stack, letter)
                        letters.remove(letter)
                except StaysError as error:
                    is_for_now = letter.can_go_back and isinstance(error, StaysForNowError)
                    yield Redriven(letter, stays=str(error), is_for_now=is_for_now)
                else:
                    yield Redriven(letter, target)
            if not dry:
                time.sleep(1 / rate)


def find_way_back(stack: Stack, letter: DeadLetter) -> str:
    """Finds where a dead letter can go back to. Returns what the program calls that.

    Raises:
        StaysError: It cannot.
        StaysForNowError: It cannot now, or that could not be found out.
    """
    match letter.kind:
        case Kind.ENCRYPTED:
            raise StaysError(
                "the bus could not use the key: let it use that again, have the posts since then announced by"
                " `announce --stuck --since …`, then `discard` this"
            )
        case Kind.RECORD:
            raise StaysError(
                "it is no post: mend the item and put it into the table again, or `discard` this"
            )
        case Kind.EMAIL:
            raise StaysError("the address does not work: nothing can be sent there again")
        case Kind.FOREIGN:
            raise StaysForNowError(
                "nothing of the blog's puts such a thing here: ask who did; `discard --all` discards it too"
            )
        case Kind.BATCH:
            _read_batch(stack, letter)
            return _relay(letter)
    return str(letter.source)


def _relay(letter: DeadLetter) -> str:
    if letter.function is None:
        raise StaysForNowError("the program does not say which function gave it up")
    return letter.function


def _send_back(stack: Stack, letter: DeadLetter) -> str:
    """Sends a dead letter back. Returns where it went, or raises as `find_way_back` does."""
    if letter.kind is Kind.BATCH:
        return _relay_again(stack, letter)
    target = find_way_back(stack, letter)
    url = stack.operations.queues[target].url
    stack.client("sqs").send_message(QueueUrl=url, MessageBody=letter.body)
    return target


def _relay_again(stack: Stack, letter: DeadLetter) -> str:
    """Has the relay announce a batch."""
    records = _read_batch(stack, letter)
    relay = _relay(letter)
    for start in range(0, len(records), _RECORDS):
        answer = stack.client("lambda").invoke(
            FunctionName=stack.operations.functions[relay].name,
            Payload=json.dumps(
                {"Records": records[start : start + _RECORDS]}, default=lambda instant: instant.timestamp()
            ),
        )
        if "FunctionError" in answer or json.load(answer["Payload"])["batchItemFailures"]:
            raise StaysForNowError("the relay does not take it this time either: its log says why")
    return relay


def _read_batch(stack: Stack, letter: DeadLetter) -> list[Mapping[str, Any]]:
    try:
        return read_batch(stack, letter.batch) if letter.batch else []
    except ForgottenBatchError as error:
        raise StaysError(
            "the stream has forgotten it after 24 hours: `announce --stuck --since …` finds its new posts in"
            " the table; then `discard` this"
        ) from error
    except UnreadableBatchError as error:
        raise StaysForNowError(str(error)) from error
