"""The output of Lambda functions, in the log of the emulated AWS as well.

MiniStack keeps it in CloudWatch Logs only, which end with the process, and of a WebSocket's functions it
keeps nothing. Whoever looks for the cause of a failure needs both.

Delete when MiniStack logs what every function prints, those of WebSockets included.
"""

import logging
from typing import Any

from ministack.core.lambda_runtime import Worker

_log = logging.getLogger(__name__)


def install() -> None:
    """Logs each line once its call has ended, after the function's name."""
    invoke = Worker.invoke

    def invoke_and_log(worker: Worker, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - passed on
        result: dict[str, Any] = invoke(worker, *args, **kwargs)
        for line in (result.get("log") or "").splitlines():
            _log.info("%s: %s", worker.func_name, line)
        return result

    Worker.invoke = invoke_and_log
