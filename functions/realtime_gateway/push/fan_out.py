"""Fanning one action out to many, several at once, for as long as there is time."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import TypeVar

_Target = TypeVar("_Target")


def fan_out(
    targets: Iterable[_Target],
    act: Callable[[_Target], None],
    executor: Executor,
    window: int,
    has_time: Callable[[], bool],
) -> _Target | None:
    """Acts on each target once, in their order, until time is up. One target has its turn in any case.

    A slow target delays no other, as long as there are fewer of them than the executor has threads.

    Args:
        targets: The targets. They are taken as they are needed.
        act: Acts on a target. It raises nothing.
        executor: Where that is done.
        window: How many targets are handed to the executor at most before one is done.
        has_time: Tells whether there is time for another one.

    Returns:
        The last target that had its turn, if time was up before the targets were.
    """
    last = None
    under_way: set[Future[None]] = set()
    for target in targets:
        under_way.add(executor.submit(act, target))
        if not has_time():
            last = target
            break
        if len(under_way) >= window:
            under_way = wait(under_way, return_when=FIRST_COMPLETED).not_done
    wait(under_way)
    return last
