from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from functions.realtime_gateway.push.fan_out import FanOut, fan_out


@pytest.fixture
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(4) as executor:
        yield executor


def test_targets_are_tried_together(executor: Executor) -> None:
    together = Barrier(4, timeout=10)

    def settle(_target: int) -> bool:
        together.wait()  # breaks, unless four are tried at once
        return True

    assert fan_out(range(8), settle, executor, 8, lambda: True) == FanOut()


def test_a_slow_target_delays_no_other(executor: Executor) -> None:
    all_others = Event()
    settled: set[int] = set()

    def settle(target: int) -> bool:
        if target == 0:
            return all_others.wait(timeout=10)
        settled.add(target)
        if len(settled) == 99:
            all_others.set()
        return True

    assert fan_out(range(100), settle, executor, 8, lambda: True) == FanOut()


def test_no_more_targets_are_in_work_than_the_window_holds(executor: Executor) -> None:
    lock = Lock()
    in_work = 0
    most = 0

    def targets() -> Iterator[int]:
        nonlocal in_work, most
        for target in range(100):
            with lock:
                in_work += 1
                most = max(most, in_work)
            yield target

    def settle(_target: int) -> bool:
        nonlocal in_work
        with lock:
            in_work -= 1
        return True

    fan_out(targets(), settle, executor, 3, lambda: True)
    assert most <= 3


def test_targets_that_are_not_settled_are_told(executor: Executor) -> None:
    result = fan_out(range(10), lambda target: target % 4 != 0, executor, 3, lambda: True)
    assert result.stopped_after is None
    assert sorted(result.unsettled) == [0, 4, 8]


def test_when_time_is_up_it_stops_and_tells_where(executor: Executor) -> None:
    tried: list[int] = []

    def settle(target: int) -> bool:
        tried.append(target)
        return True

    result = fan_out(range(10), settle, executor, 3, lambda: False)
    assert result == FanOut(stopped_after=0)
    assert tried == [0]


def test_without_targets_nothing_happens(executor: Executor) -> None:
    assert fan_out(iter(()), lambda _target: False, executor, 3, lambda: False) == FanOut()
