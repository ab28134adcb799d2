"""`make up`, as people run it, and on it the scenario of `make demo`."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from local.demo import play
from local.steps import Steps

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment() -> dict[str, str]:
    """The project can be imported from any folder; output comes line by line."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@contextmanager
def running(folder: Path, environment: dict[str, str], *command: str) -> Iterator[subprocess.Popen[str]]:
    """Starts a command, and ends it with the block if it has not ended by then."""
    with subprocess.Popen(
        [sys.executable, "-m", "local", *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_up_serves_the_demo_s_scenario_until_ctrl_c_and_leaves_nothing_behind(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with running(tmp_path, environment, "up", "--port", "0") as up:
        assert up.stdout
        lines = iter(up.stdout.readline, "")
        assert any("Ctrl-C" in line for line in lines)
        outputs = json.loads((tmp_path / ".local" / "outputs.json").read_text())
        token = (tmp_path / ".local" / "token").read_text()
        play(outputs["apiUrl"].partition("/_aws/")[0], outputs, token, Steps())
        assert any("BlogPostEnriched" in line and "My trip to Spain" in line for line in lines)
        assert httpx.get(outputs["siteUrl"], follow_redirects=True).status_code == 200
        up.send_signal(signal.SIGINT)
        assert up.wait(20) == 0
    assert not list((tmp_path / ".local").iterdir())
    with pytest.raises(httpx.ConnectError):
        httpx.get(outputs["apiUrl"])


def test_up_says_which_port_is_taken(tmp_path: Path, environment: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        up = subprocess.run(
            [sys.executable, "-m", "local", "up", "--port", str(port)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert up.returncode == 1
    assert str(port) in up.stderr
    assert "PORT=" in up.stderr
