"""The whole flow on the local AWS: from posts that are written to their entities, pushed to a reader."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psutil

from local.faults.reader import ENRICHED, following
from local.faults.run import client_of
from local.faults.writer import write_post
from local.stack import local_stack
from local.steps import Steps

_TOPIC = "benchmark"
_WRITERS = 8
_WARM_UP = 40  # posts, uncounted: functions' processes start then
_PATIENCE_SECONDS = 60  # without any news


@dataclass(frozen=True)
class Flow:
    """What the flow costs.

    Attributes:
        rate: Posts a second.
        emulator: Milliseconds of processor time that the emulated AWS takes for a post.
        functions: The same of the functions' processes.
    """

    rate: float
    emulator: float
    functions: float


def measure_flow(posts: int, steps: Steps) -> Flow:
    """Deploys the stack `local`, and writes posts as fast as they are answered.

    Args:
        posts: How many.
        steps: Told of the progress.
    """
    news = threading.Condition()
    with (
        local_stack(0, steps) as stack,
        client_of(stack) as http,
        following(stack, http, [_TOPIC], news) as reader,
    ):

        def enriched() -> int:
            return sum(message.type == ENRICHED for message in reader.messages)

        def write(number: int) -> None:
            write_post(http, f"Post {number}", _TOPIC)

        def write_all(count: int) -> None:
            wanted = enriched() + count  # all before are
            with ThreadPoolExecutor(_WRITERS) as writers:
                list(writers.map(write, range(count)))
            with news:
                while enriched() < wanted:
                    if not news.wait(_PATIENCE_SECONDS):
                        raise TimeoutError(f"for {_PATIENCE_SECONDS} s the reader was told nothing")

        write_all(_WARM_UP)
        emulator, functions = _processor_times()
        began = time.perf_counter()
        with steps.step(f"the whole flow measured, with {posts} posts"):
            write_all(posts)
        passed = time.perf_counter() - began
        emulator_after, functions_after = _processor_times()
    return Flow(
        rate=posts / passed,
        emulator=(emulator_after - emulator) / posts * 1000,
        functions=(functions_after - functions) / posts * 1000,
    )


def _processor_times() -> tuple[float, float]:
    """Returns the seconds that the emulated AWS took so far, which finds entities too, and the functions."""
    [emulator] = psutil.Process().children()
    return _seconds(emulator), sum(map(_seconds, emulator.children(recursive=True)))


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
