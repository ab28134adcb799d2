"""`make faults`: what the README promises, while calls of AWS fail."""

from local.faults.run import run_under_faults
from local.stack import local_stack
from local.steps import Steps


class BrokenPromiseError(Exception):
    """A post was lost, or another goal missed."""


def prove(seed: int, count: int) -> None:
    """Deploys to a local AWS on a free port, writes posts under faults, and shows what became of them.

    Args:
        seed: Of the faults.
        count: How many posts are written.

    Raises:
        BrokenPromiseError: A goal is missed. The message says how to have the same faults again.
        TimeoutError: Something does not come to an end.
    """
    steps = Steps()
    again = f"make faults SEED={seed} POSTS={count}"
    steps.console.print(f"The same faults again: {again}")
    with local_stack(0, steps) as stack:
        outcome = run_under_faults(stack, seed, count, steps)
        steps.console.print(outcome.table())
        if outcome.missed:
            raise BrokenPromiseError(f"Missed: {', '.join(outcome.missed)}. The same faults again: {again}")
