"""The commands of the project, as processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "command",
    [
        ["local", "--help"],
        ["ops", "--help"],
        ["preview", "--help"],
        ["emulated_aws", "--help"],
        ["contracts", "--help"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_ends_quietly_when_nobody_reads_it(command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "", "PYTHONWARNINGS": "error"},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert done.stderr == ""
