"""Calls of AWS fail, and what the README promises is true all the same."""

from collections.abc import Iterator

import pytest

from local.faults.run import run_under_faults
from local.stack import LocalStack
from local.steps import Steps

# With it, no function is killed and no email refused in so few calls: what that leaves waits for leases and
# time-outs of 15 s, and is for `make faults`.
SEED = 94402


@pytest.fixture(autouse=True)
def nothing_left_behind(stack: LocalStack) -> Iterator[None]:
    """Takes out what cannot go back: other tests look into those queues, too."""
    yield
    sqs = stack.emulator.client("sqs")
    for queue in stack.outputs["operations"]["deadLetters"].values():
        sqs.purge_queue(QueueUrl=queue["url"])


def test_what_was_answered_is_kept_told_and_mailed(stack: LocalStack) -> None:
    outcome = run_under_faults(stack, SEED, 12, Steps())
    assert outcome.answered == 12
    assert outcome.missed == []
