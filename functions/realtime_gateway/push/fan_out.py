"""Fanning one action out to many, several at once, for as long as there is time.

With threads alone: executors bring the standard library's logging along, which is 3 % of a cold start.
"""

from collections.abc import Callable, Iterable
from threading import Semaphore, Thread
from typing import TypeVar

_Target = TypeVar("_Target")


def fan_out(
    targets: Iterable[_Target], act: Callable[[_Target], None], threads: int, has_time: Callable[[], bool]
) -> _Target | None:
    """Acts on each target once, in their order, until time is up. One target has its turn in any case.

    A slow target delays no other, as long as there are fewer of them than threads.

    Args:
        targets: The targets. They are taken as they are needed.
        act: Acts on a target. It raises nothing.
        threads: How many targets are acted on at once, at most.
        has_time: Tells whether there is time for another one.

    Returns:
        The last target that had its turn, if time was up before the targets were.
    """
    free = Semaphore(threads - 1)  # besides the one that the next target has
    started: list[Thread] = []

    def take_turn(target: _Target) -> None:
        try:
            act(target)
        finally:
            free.release()

    try:
        for target in targets:
            thread = Thread(target=take_turn, args=(target,))
            thread.start()
            started.append(thread)
            if not has_time():
                return target
            free.acquire()
    finally:
        for thread in started:
            thread.join()
    return None
