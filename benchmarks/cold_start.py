"""Processor time of cold starts: a new process imports a handler and makes what its first call needs."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from functions.runtime import environment

# As Lambda's own bootstrap does, up to the first call. Handlers keep what they make in functions with @cache.
_START = """
import sys
sys.path += sys.argv[2:]
if module := sys.argv[1]:
    import importlib
    for make in list(vars(importlib.import_module(module)).values()):
        if hasattr(make, "cache_info"):
            make()
"""
_REGION = dict.fromkeys(("AWS_REGION", "AWS_DEFAULT_REGION"), "eu-west-1")
_ENVIRONMENT = dict.fromkeys(vars(environment), "https://localhost/") | _REGION

Start = tuple[Sequence[Path], str | None]
"""Folders that modules are imported from, and the handler's module; without one nothing is imported."""


def compare_cold_starts(starts: Mapping[str, Start], base: str, rounds: int) -> dict[str, float]:
    """Measures cold starts in turns, so that what else the machine does meets all of them alike.

    Args:
        starts: What is started, by name.
        base: The name of the one that is 1.00.
        rounds: How often each is started. Once more before, uncounted: files are read from the disk then.

    Returns:
        The median of each one's ratio to the base in the same round.
    """
    measured = [{name: _processor_time(start) for name, start in starts.items()} for _ in range(1 + rounds)]
    return {name: median(times[name] / times[base] for times in measured[1:]) for name in starts}


def _processor_time(start: Start) -> float:
    """Starts a process, waits for its end, and returns the seconds of processor time that it took."""
    folders, module = start
    process = subprocess.Popen(  # noqa: S603 - the arguments are our own
        [sys.executable, "-I", "-S", "-c", _START, module or "", *map(str, folders)], env=_ENVIRONMENT
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return usage.ru_utime + usage.ru_stime
