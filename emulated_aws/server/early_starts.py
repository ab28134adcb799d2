"""The first environment of each function, started as soon as there is the function.

MiniStack starts it with the first call, which waits for that. Of a program that was just deployed, whatever
one touches first would be slow; here functions start while the deployment goes on.

Delete when MiniStack starts them early, too.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from ministack.core.lambda_runtime import get_or_create_worker
from ministack.services import lambda_svc

_log = logging.getLogger(__name__)


class EarlyStarts:
    """Starts functions one after the other, beside what else goes on."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="early-starts")

    def install(self) -> None:
        """Has each function that is created start."""
        create = lambda_svc._create_function

        def create_and_start(request: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
            answer: tuple[int, dict[str, str], bytes] = create(request)
            function = lambda_svc._functions.get(request.get("FunctionName"))
            if function and function["code_zip"]:
                # In the context of the request, which says whose functions are meant.
                self._thread.submit(copy_context().run, _start, function)
            return answer

        lambda_svc._create_function = create_and_start

    def stop(self) -> None:
        """Starts no more. The one that is under way is MiniStack's to end."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def _start(function: dict[str, Any]) -> None:
    name = function["config"]["FunctionName"]
    if lambda_svc._functions.get(name) is not function:
        return  # it is gone, and another may have its name
    worker = get_or_create_worker(name, function["config"], function["code_zip"])
    with worker._lock:  # a call that comes meanwhile waits for this environment, and then has it
        if worker._proc:
            return  # one came before
        try:
            worker._spawn()
        except Exception as error:  # noqa: BLE001 - whatever it is, the first call meets it, too, and is told
            _log.info("%s did not start early: %s", name, error)
            worker._proc = None
