"""Process that does a task as often as it is told on standard input, and tells what time each turn took.

`python -m benchmarks.worker MODULE TASK`: each line in is a number, each line out has the seconds of
processor time, and those that passed.
"""

import importlib
import os
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path


def main() -> None:
    """Does what it is told until standard input ends."""
    module, name = sys.argv[1:]
    task = getattr(importlib.import_module(module), name)
    answers = sys.stdout
    for line in sys.stdin:
        # Functions write logs and metrics there.
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
            began, processor_began = time.perf_counter(), time.process_time()
            for _ in range(int(line)):
                task()
        print(time.process_time() - processor_began, time.perf_counter() - began, file=answers, flush=True)


if __name__ == "__main__":
    main()
