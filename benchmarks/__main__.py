"""Measures cold starts and writes docs/performance.md: `make bench`."""

import platform
import sysconfig
import tempfile
import zipfile
from pathlib import Path

from benchmarks.cold_start import Start, compare_cold_starts
from infra.parts.packaging import Platform, handler_module, package_function

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "performance.md"
ROUNDS = 30

NAIVE = "naive: boto3 and pydantic, with valid bytecode"
AGAIN = "the same again"
FLOOR = "floor: Python alone"

TEXT = """# Performance

## Cold starts

Processor time of a new process that imports a handler and makes the clients for its first call, as a ratio
to a naive handler ([`naive_handler.py`](../benchmarks/naive_handler.py)). The handlers are those of the
archives for this machine. All are started in turns, in one run; the figure is the median of {rounds} ratios.
How far *the same again* is from 1.00 is what a figure can be off by. Python {python}, {machine}.

| Started | Ratio |
|---|---|
{rows}

[Decision 4](decisions/0004-packaging.md) says what is done about cold starts. `make bench` measures again and
writes this page; no test is timed.
"""


def main() -> None:
    """Measures, and writes the page."""
    with tempfile.TemporaryDirectory() as scratch:
        ratios = compare_cold_starts(_starts(Path(scratch)), base=NAIVE, rounds=ROUNDS)
    rows = [f"| {name} | {ratio:.2f} |" for name, ratio in ratios.items()]
    DOCUMENT.write_text(
        TEXT.format(
            rounds=ROUNDS,
            python=platform.python_version(),
            machine=f"{platform.system()} on {platform.machine()}",
            rows="\n".join(rows),
        )
    )
    print("\n".join(rows))


def _starts(scratch: Path) -> dict[str, Start]:
    """Lays out all that is started: peers first, then each handler from its archive."""
    # From where everything is installed: Python compiles it in the first, uncounted round.
    installed = [Path(sysconfig.get_path("purelib")), Path(__file__).parent]
    naive: Start = (installed, "naive_handler")
    starts: dict[str, Start] = {NAIVE: naive, AGAIN: naive, FLOOR: ([], None)}
    for handler in sorted(ROOT.glob("functions/*/*/handler.py")):
        feature = handler.parent.relative_to(ROOT / "functions").as_posix()
        with zipfile.ZipFile(package_function(feature, Platform.HOST).path) as archive:
            archive.extractall(scratch / feature)
        starts[f"`{feature}`"] = ([scratch / feature], handler_module(feature))
    return starts


if __name__ == "__main__":
    main()
