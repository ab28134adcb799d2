"""Script that MiniStack starts the processes of functions in Python with, for patches of it."""

from ministack.core import lambda_runtime


def replace_in_worker_script(old: str, new: str) -> None:
    """Replaces what stands once in the script.

    Raises:
        RuntimeError: It does not: this MiniStack is another than the patch was written for.
    """
    script = lambda_runtime._PYTHON_WORKER_SCRIPT
    if script.count(old) != 1:
        raise RuntimeError(f"MiniStack's worker script has not once {old!r}")
    lambda_runtime._PYTHON_WORKER_SCRIPT = script.replace(old, new)
