"""Fanning one action out to many, several at once, for as long as there is time."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_Target = TypeVar("_Target")


@dataclass
class FanOut(Generic[_Target]):
    """How far it got.

    Attributes:
        stopped_after: The last target that was tried, if time was up before the targets were.
        unsettled: The targets that were tried in vain.
    """

    stopped_after: _Target | None = None
    unsettled: list[_Target] = field(default_factory=list)


def fan_out(
    targets: Iterable[_Target],
    settle: Callable[[_Target], bool],
    executor: Executor,
    window: int,
    has_time: Callable[[], bool],
) -> FanOut[_Target]:
    """Tries each target once, in their order, until time is up. One target is tried in any case.

    A slow target delays no other, as long as there are fewer of them than the executor has threads.

    Args:
        targets: The targets. They are taken as they are needed.
        settle: Tries a target, and tells whether that is settled. It raises nothing.
        executor: Where targets are tried.
        window: How many targets are handed to the executor at most before one is done.
        has_time: Tells whether there is time to try another one.
    """
    result: FanOut[_Target] = FanOut()
    tried: dict[Future[bool], _Target] = {}

    def collect(done: Iterable[Future[bool]]) -> None:
        for future in done:
            target = tried.pop(future)
            if not future.result():
                result.unsettled.append(target)

    for target in targets:
        tried[executor.submit(settle, target)] = target
        if not has_time():
            result.stopped_after = target
            break
        if len(tried) >= window:
            collect(wait(tried, return_when=FIRST_COMPLETED).done)
    collect(wait(tried).done)
    return result
