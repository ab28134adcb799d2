from collections.abc import Iterator
from threading import Barrier, Event, Lock

import pytest

from functions.realtime_gateway.push.fan_out import fan_out


def test_targets_have_their_turn_together() -> None:
    together = Barrier(4, timeout=10)
    done: list[int] = []

    def act(target: int) -> None:
        together.wait()  # breaks, unless four are acted on at once
        done.append(target)

    assert fan_out(range(8), act, 4, lambda: True) is None
    assert sorted(done) == list(range(8))


def test_a_slow_target_delays_no_other() -> None:
    all_others = Event()
    done: set[int] = set()

    def act(target: int) -> None:
        if target == 0:
            assert all_others.wait(timeout=10)
        done.add(target)
        if len(done) == 99:
            all_others.set()

    assert fan_out(range(100), act, 4, lambda: True) is None
    assert len(done) == 100


def test_no_more_targets_are_in_work_than_there_are_threads() -> None:
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

    def act(_target: int) -> None:
        nonlocal in_work
        with lock:
            in_work -= 1

    fan_out(targets(), act, 3, lambda: True)
    assert most <= 3


def test_when_time_is_up_it_stops_and_tells_where() -> None:
    done: list[int] = []
    checks = iter([True, True, False])
    assert fan_out(range(10), done.append, 3, lambda: next(checks)) == 2
    assert sorted(done) == [0, 1, 2]


def test_one_target_has_its_turn_in_any_case() -> None:
    done: list[int] = []
    assert fan_out(range(10), done.append, 3, lambda: False) == 0
    assert done == [0]


def test_without_targets_nothing_happens() -> None:
    assert fan_out(iter(()), lambda _target: None, 3, lambda: False) is None


def test_targets_that_cannot_be_read_are_an_error_when_all_before_had_their_turn() -> None:
    done: list[int] = []
    reading_failed = Event()

    def targets() -> Iterator[int]:
        yield 1
        reading_failed.set()
        raise ValueError("no more")

    def act(target: int) -> None:
        assert reading_failed.wait(10)
        done.append(target)

    with pytest.raises(ValueError, match="no more"):
        fan_out(targets(), act, 3, lambda: True)
    assert done == [1]
