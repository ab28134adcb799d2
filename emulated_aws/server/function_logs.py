"""Logs of Lambda functions as on AWS, and in the log of the emulated AWS as well.

MiniStack's CloudWatch Logs have nothing of a WebSocket's functions, nor why a function could not start, and
say in words of their own why a call failed. And they end with the process: whoever looks for the cause of a
failure then has the other log.

Delete when MiniStack logs each failure as Lambda does, those of WebSockets included.
"""

import logging
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from ministack.core.lambda_runtime import Worker
from ministack.services import lambda_svc

from emulated_aws.server.worker_script import replace_in_worker_script

_log = logging.getLogger(__name__)

# Whether MiniStack puts into CloudWatch Logs what the call returns that is under way.
_is_kept: ContextVar[bool] = ContextVar("is_kept", default=False)

_INIT_FAILED = "Worker init failed: "
_UNTYPED = 'json.dumps({"status": "error", "error": str(e)})'
_TYPED = 'json.dumps({"status": "error", "error": type(e).__name__ + ": " + str(e)})'


def install() -> None:
    """Has each call logged once it has ended."""
    replace_in_worker_script(_UNTYPED, _TYPED)  # of an error at the start
    _note_what_is_kept()
    _log_calls()


def _note_what_is_kept() -> None:
    execute = lambda_svc._execute_function_warm

    def execute_and_keep(function: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:  # noqa: ANN401 - of any JSON type
        token = _is_kept.set(True)
        try:
            answer: dict[str, Any] = execute(function, event, request_id)
        finally:
            _is_kept.reset(token)
        return answer

    lambda_svc._execute_function_warm = execute_and_keep


def _log_calls() -> None:
    invoke = Worker.invoke

    def invoke_and_log(worker: Worker, event: Any, request_id: str, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - of any JSON type
        began = time.monotonic()
        try:
            result: dict[str, Any] = invoke(worker, event, request_id, **options)
        except Exception as error:  # noqa: BLE001 - whatever it is, the function did not start
            worker.kill()  # the next call starts it anew
            result = {"status": "error", "error": str(error), "log": worker._drain_stderr_bounded()}
        for text in ("error", "log", "trace"):  # half a pair of UTF-16 is in no encoding
            if isinstance(result.get(text), str):
                result[text] = result[text].encode(errors="backslashreplace").decode()
        if result["status"] == "error":
            result["trace"] = _as_lambda_tells(result, request_id)
        _log_call(worker, request_id, result, time.monotonic() - began)
        return result

    Worker.invoke = invoke_and_log


def _log_call(worker: Worker, request_id: str, result: dict[str, Any], seconds: float) -> None:
    """Logs what a call printed, and why it failed, here after the function's name."""
    lines = [line for text in ("log", "trace") for line in (result.get(text) or "").splitlines()]
    for line in lines:
        _log.info("%s: %s", worker.func_name, line)
    if not _is_kept.get():
        has_failed = result["status"] == "error"
        lambda_svc._emit_lambda_logs(
            worker.config, request_id, "\n".join(lines), has_failed, round(1000 * seconds)
        )


def _as_lambda_tells(result: dict[str, Any], request_id: str) -> str:
    """Writes what Lambda logs of a call that failed, in its text format.

    https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
    """
    error: str = result["error"]
    if trace := result.get("trace"):
        # The frames, and then the error, which may have several lines.
        before, _, last = trace.strip().removesuffix(error).rpartition("\n")
        return f"[ERROR] {' '.join(f'{last}{error}'.split())}\n{before}"
    if error.startswith("Task timed out"):
        return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ} {request_id} {error}"
    if error.startswith(("Worker process died", "Worker process exited")):
        return f"RequestId: {request_id} Error: Runtime exited without providing a reason"
    return f"[ERROR] {' '.join(error.removeprefix(_INIT_FAILED).split())}"
