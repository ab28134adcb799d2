"""Time of warm calls: a process for each task, which take turns."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO, cast

from functions.runtime import environment

_ENVIRONMENT = {
    **dict.fromkeys(vars(environment), "https://localhost/"),
    environment.LOG_LEVEL: "ERROR",
    "PATH": os.defpath,
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_SESSION_TOKEN": "none" * 100,
}


@dataclass(frozen=True)
class Task:
    """A task, done by a process.

    Attributes:
        name: A function of `benchmarks.tasks`, or the module of a peer's handler.
        times: How often it is done in each turn.
        connections: Of the tasks that push: to how many connections.
        peers: Of a peer: the folder that it is installed in.
    """

    name: str
    times: int
    connections: int = 0
    peers: Path | None = None


@dataclass(frozen=True)
class Cost:
    """What a task costs, as ratios to another.

    Attributes:
        processor: Processor time.
        wall: Time that passes.
    """

    processor: float
    wall: float


def compare_warm_calls(tasks: Mapping[str, Task], rounds: int, seconds: float = 0) -> dict[str, Cost]:
    """Measures tasks in turns, so that what else the machine does meets all of them alike.

    Args:
        tasks: The tasks, by what they are called. The first is 1.00.
        rounds: How many turns each has. Once more before, uncounted: code is warm then.
        seconds: How long AWS takes for an answer.

    Returns:
        The median of each one's ratio to the first in the same round.
    """
    with ExitStack() as stack:
        port = stack.enter_context(_silent_aws(seconds))
        workers = {name: stack.enter_context(_worker(task, port)) for name, task in tasks.items()}
        measured = [
            {name: _turn(workers[name], task.times) for name, task in tasks.items()}
            for _ in range(1 + rounds)
        ]
    base = next(iter(tasks))
    return {
        name: Cost(*(median(turn[name][i] / turn[base][i] for turn in measured[1:]) for i in (0, 1)))
        for name in tasks
    }


@contextmanager
def _silent_aws(seconds: float) -> Iterator[str]:
    with _process("benchmarks.silent_aws", str(seconds), env=None) as (_, output):
        yield output.readline().strip()


@contextmanager
def _worker(task: Task, port: str) -> Iterator[tuple[IO[str], IO[str]]]:
    variables = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        environment.MANAGEMENT_ENDPOINT: f"http://127.0.0.1:{port}/live",
        environment.SUBSCRIPTIONS_TABLE: str(task.connections),
    }
    what = ("benchmarks.tasks", task.name)
    if task.peers:
        variables |= {"PEER": task.name, "PYTHONPATH": str(task.peers)}
        what = ("benchmarks.peer", "create")
    with _process("benchmarks.worker", *what, env={**_ENVIRONMENT, **variables}) as pipes:
        yield pipes


def _turn(worker: tuple[IO[str], IO[str]], times: int) -> tuple[float, float]:
    commands, output = worker
    print(times, file=commands, flush=True)
    processor, wall = output.readline().split()
    return float(processor) / times, float(wall) / times


@contextmanager
def _process(module: str, *arguments: str, env: dict[str, str] | None) -> Iterator[tuple[IO[str], IO[str]]]:
    """Runs a module of ours until the block ends: its standard input does, too."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=env,
    ) as process:
        yield cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
