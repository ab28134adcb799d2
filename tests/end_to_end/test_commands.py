"""`make demo` and `make up`, as people run them."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment() -> dict[str, str]:
    """The project can be imported from any folder; output comes line by line."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def test_the_demo_plays_the_scenario_and_stops(tmp_path: Path, environment: dict[str, str]) -> None:
    demo = subprocess.run(
        [sys.executable, "-m", "local", "demo"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert demo.returncode == 0, demo.stderr
    assert '"entities": {"locations": ["Spain"], "persons": ["Joe"]}' in demo.stdout


def test_up_serves_until_ctrl_c_and_leaves_nothing_behind(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "local", "up", "--port", "0"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as up:
        assert up.stdout
        lines = iter(up.stdout.readline, "")
        assert any("Ctrl-C" in line for line in lines)
        outputs = json.loads((tmp_path / ".local" / "outputs.json").read_text())
        assert outputs.keys() == {
            "apiUrl",
            "websocketUrl",
            "eventBusName",
            "postsTableName",
            "notificationsTopicArn",
        }
        draft = {"author": "Joe", "title": "Up and running", "body": "I love Spain", "topic": "summer"}
        assert httpx.post(f"{outputs['apiUrl']}/posts", json=draft, timeout=30).status_code == 201
        assert any("BlogPostEnriched" in line and "Up and running" in line for line in lines)
        up.send_signal(signal.SIGINT)
        assert up.wait(20) == 0
    assert not (tmp_path / ".local" / "outputs.json").exists()
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
