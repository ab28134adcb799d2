"""Bound of how many environments of one function run at once.

MiniStack starts a process for each call that finds none idle: 500 requests at once are 500 processes.
On AWS such a burst meets an account's concurrency. Here further calls wait for their turn.

Delete when MiniStack has a bound that waits.
"""

import os
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ministack.services import lambda_svc

# A call mostly waits for the emulator, which has the other half of the processors.
MAXIMUM = max(4, 2 * (os.cpu_count() or 1))

# A function that calls itself would wait for its own end: after so many seconds a call begins in any case.
_PATIENCE_SECONDS = 30


def install() -> None:
    """Has the calls of each function take turns."""
    execute = lambda_svc._execute_function_warm
    turns: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(MAXIMUM))

    def execute_in_turn(function: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:  # noqa: ANN401 - of any JSON type
        config = function.get("config") or function
        with _turn(turns[config.get("FunctionArn", "")]):
            answer: dict[str, Any] = execute(function, event, request_id)
        return answer

    lambda_svc._execute_function_warm = execute_in_turn


@contextmanager
def _turn(turns: threading.Semaphore) -> Iterator[None]:
    has_turn = turns.acquire(timeout=_PATIENCE_SECONDS)
    try:
        yield
    finally:
        if has_turn:
            turns.release()
