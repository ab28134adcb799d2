"""Schedule of faults: by a seed, so that each call fails again as it did."""

import threading
from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """What becomes of a call.

    Attributes:
        FAILED: The service answers with an error of its own, and does nothing.
        THROTTLED: The service refuses it as one too many.
        DROPPED: The connection breaks before the service has it.
        ANSWER_LOST: The service does it, and the connection breaks before the answer.
        TWICE: The service does it twice, as when the network repeats it; the second answer is passed on.
        KILLED_BEFORE: The caller's process is killed before the service has it.
        KILLED_AFTER: The service does it, and the caller's process is killed before the answer.
    """

    FAILED = "failed"
    THROTTLED = "throttled"
    DROPPED = "dropped"
    ANSWER_LOST = "answer lost"
    TWICE = "twice"
    KILLED_BEFORE = "killed before"
    KILLED_AFTER = "killed after"


PROBABILITIES: Mapping[Fault, float] = {
    Fault.FAILED: 0.03,
    Fault.THROTTLED: 0.03,
    Fault.DROPPED: 0.03,
    Fault.ANSWER_LOST: 0.03,
    Fault.TWICE: 0.028,
    Fault.KILLED_BEFORE: 0.001,
    Fault.KILLED_AFTER: 0.001,
}
"""How often each happens: 15 % of all calls together."""


class Schedule:
    """Decides what becomes of each call.

    The decision is a pure function of the seed, the operation and how many calls of that operation came
    before. So a seed always means the same faults: "of `dynamodb.PutItem` the 3rd and the 17th lose their
    answers". Which request the 17th is depends on the order that callers come in, and that on the machine.

    Args:
        seed: Any number.
        once: Operations that are never done twice, such as `sns.Publish`: nobody but their caller could tell
            that from two calls.
    """

    def __init__(self, seed: int, once: Collection[str] = ()) -> None:
        self._seed = seed
        self._once = once
        self._calls: Counter[str] = Counter()
        self._counting = threading.Lock()

    def next_fault(self, operation: str) -> Fault | None:
        """Decides about the next call of an operation, such as `dynamodb.PutItem`. Safe from any thread."""
        with self._counting:
            self._calls[operation] += 1
            number = self._calls[operation]
        draw = Random(f"{self._seed} {operation} {number}").random()  # noqa: S311 - it must be predictable
        for fault, probability in PROBABILITIES.items():
            draw -= probability
            if draw < 0:
                return None if fault is Fault.TWICE and operation in self._once else fault
        return None
