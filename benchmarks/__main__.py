"""Measures cold starts and warm calls, and writes docs/performance.md: `make bench`."""

from emulated_aws.command import begin_command

if __name__ == "__main__":
    begin_command()

import os
import platform
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.bar_chart import draw_bars
from benchmarks.cold_start import Start, compare_cold_starts
from benchmarks.warm_call import Cost, Task, compare_warm_calls
from benchmarks.whole_flow import measure_flow
from infra.parts.feature import package_feature
from infra.parts.packaging import Platform
from local.steps import Steps

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
COLD_ROUNDS = 30
WARM_ROUNDS = 15
FLOW_POSTS = 500

# What AWS takes for an answer while messages are pushed, in seconds.
PUSH_SECONDS = 0.005

NAIVE = "naive: boto3 and pydantic, with valid bytecode"
AGAIN = "the same again"
FLOOR = "floor: Python alone"
CHART = "Processor time, as a ratio to a naive handler's"

# Peers that the project does not need: pinned, and installed aside for the time of the benchmark.
PEERS = {
    "Powertools' resolver and logger, boto3": "powertools_handler",
    "FastAPI, Mangum, boto3": "fastapi_handler",
}
PEER_DISTRIBUTIONS = (
    "aws-lambda-powertools==3.37.0",
    "boto3==1.44.8",
    "fastapi==0.165.0",
    "mangum==0.22.0",
    "pydantic==2.14.4",
)


def calls(peers: Path) -> dict[str, Task]:
    """Names what is compared of warm calls of the HTTP API.

    Args:
        peers: The folder that peers are installed in.
    """
    naive = Task("naive_handler", 100, peers=peers)
    return {
        "naive: validate a post and put it": naive,
        AGAIN: naive,
        **{f"{name}: the same": Task(handler, 100, peers=peers) for name, handler in PEERS.items()},
        "`blog_api/posts`: validate a post and put it": Task("create", 100),
        "`blog_api/posts`: list a page, by 4 queries": Task("list_page", 50),
    }


RELAYS = {
    "naive: relay 100 records, one by one": Task("naive_relay_100", 1),
    AGAIN: Task("naive_relay_100", 1),
    "`event_pipeline/relay`: relay 100 records": Task("relay_100", 5),
}


def pushes(connections: int, times: int) -> dict[str, Task]:
    """Names what is compared of a push to so many connections."""
    floor = Task("send_to_all", times, connections)
    return {
        f"floor: {connections} sends alone": floor,
        AGAIN: floor,
        f"`realtime_gateway/push`: push to {connections}": Task("push_to_all", times, connections),
    }


TEXT = """# Performance

`make bench` measures again and writes this page; no test is timed. All figures but the last are ratios:
what is compared takes turns in one run, and a figure is the median of the ratios in each turn. How far *the
same again* is from 1.00 is what a figure can be off by. Python {python}, {machine}.

![Processor time as a ratio](performance.svg)

## Cold starts

Processor time of a new process that imports a handler and makes the clients for its first call, as a ratio
to a naive handler ([`naive_handler.py`](../benchmarks/naive_handler.py)). The handlers are those of the
archives for this machine. Each is started {cold_rounds} times.

| Started | Ratio |
|---|---|
{cold}

[Decision 4](decisions/0004-packaging.md) says what is done about cold starts.

## Warm calls

Processor time, and time that passes, of a handler's further calls, with an AWS that answers at once
([`silent_aws.py`](../benchmarks/silent_aws.py)), in {warm_rounds} turns. A list, too, stands beside a naive
put.

| Called | Processor | Wall |
|---|---|---|
{warm}

[Decision 12](decisions/0012-client-of-aws.md) says what calls AWS.

## Pushes

The same of a push to many connections, with an AWS that takes {milliseconds} ms for each answer, as a ratio
to the sends alone: by asyncio, without claims and marks ([`tasks.py`](../benchmarks/tasks.py)).

| Pushed | Processor | Wall |
|---|---|---|
{pushes}

[Decision 5](decisions/0005-one-delivery-per-connection.md) says what each push does.

## The whole flow, locally

No ratio, but this machine's figures: {flow_posts} posts, written by 8 clients at once to the stack `local`,
until the entities of all of them were pushed to a reader, on {cores} cores.

| | |
|---|---|
| Posts a second | {flow.rate:.0f} |
| Processor time for a post, of the emulated AWS, which finds the entities too | {flow.emulator:.0f} ms |
| The same, of the functions | {flow.functions:.0f} ms |
"""


def main() -> None:
    """Measures, and writes the page and its chart."""
    steps = Steps()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        with steps.step("peers installed"):
            peers = _install_peers(scratch / "peers")
        with steps.step(f"cold starts measured, {COLD_ROUNDS} of each handler"):
            cold = compare_cold_starts(_starts(scratch, peers), base=NAIVE, rounds=COLD_ROUNDS)
        with steps.step(f"warm calls measured, in {WARM_ROUNDS} turns"):
            warm = [compare_warm_calls(tasks, WARM_ROUNDS) for tasks in (calls(peers), RELAYS)]
    with steps.step(f"pushes measured, in {WARM_ROUNDS} turns"):
        pushed = [
            compare_warm_calls(pushes(*sizes), WARM_ROUNDS, PUSH_SECONDS) for sizes in ((100, 10), (1000, 2))
        ]
    flow = measure_flow(FLOW_POSTS, steps)
    text = TEXT.format(
        python=platform.python_version(),
        machine=f"{platform.system()} on {platform.machine()}",
        cold_rounds=COLD_ROUNDS,
        warm_rounds=WARM_ROUNDS,
        milliseconds=round(PUSH_SECONDS * 1000),
        cold="\n".join(f"| {name} | {ratio:.2f} |" for name, ratio in cold.items()),
        warm=_rows(warm),
        pushes=_rows(pushed),
        flow=flow,
        flow_posts=FLOW_POSTS,
        cores=os.cpu_count(),
    )
    (DOCS / "performance.md").write_text(text, "utf-8")
    (DOCS / "performance.svg").write_text(draw_bars(_chart(cold, warm), title=CHART), "utf-8")
    print(text)


def _rows(tables: Sequence[Mapping[str, Cost]]) -> str:
    return "\n".join(
        f"| {name} | {cost.processor:.2f} | {cost.wall:.2f} |"
        for table in tables
        for name, cost in table.items()
    )


def _chart(cold: Mapping[str, float], warm: Sequence[Mapping[str, Cost]]) -> dict[str, float]:
    """Chooses what the chart shows: cold starts, and what ours take of a naive handler's warm calls."""
    starts = {f"cold start: {name}": ratio for name, ratio in cold.items() if name != AGAIN}
    calls = {name: cost.processor for table in warm for name, cost in table.items() if name.startswith("`")}
    return {**starts, **calls}


def _install_peers(target: Path) -> Path:
    command = [*(sys.executable, "-m", "uv", "pip", "install", "--quiet"), "--python", sys.executable]
    subprocess.run([*command, "--target", str(target), *PEER_DISTRIBUTIONS], check=True)  # noqa: S603 - our own
    return target


def _starts(scratch: Path, peers: Path) -> dict[str, Start]:
    """Lays out all that is started: peers first, then each handler from its archive."""
    # Python compiles what is installed in the first, uncounted round.
    installed = [peers, Path(__file__).parent]
    naive: Start = (installed, "naive_handler")
    starts: dict[str, Start] = {NAIVE: naive, AGAIN: naive, FLOOR: ([], None)}
    starts |= {name: (installed, handler) for name, handler in PEERS.items()}
    for handler in sorted(ROOT.glob("functions/*/*/handler.py")):
        feature = handler.parent.relative_to(ROOT / "functions").as_posix()
        packaged = package_feature(feature, {"function_settings": {"platform": Platform.HOST}})
        with zipfile.ZipFile(packaged["code"].path) as archive:
            archive.extractall(scratch / feature)
        starts[f"`{feature}`"] = ([scratch / feature], packaged["handler"].rpartition(".")[0])
    return starts


if __name__ == "__main__":
    main()
