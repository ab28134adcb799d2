"""The examples of docs/api.md, as they stand."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.end_to_end.examples import example


@pytest.fixture
def folder(stack: LocalStack, tmp_path: Path) -> Path:
    """A folder with what `make up` writes."""
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "outputs.json").write_text(json.dumps(stack.outputs))
    (tmp_path / ".local" / "token").write_text(stack.token)
    return tmp_path


def run(folder: Path, *command: str) -> str:
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_example_with_curl_works(folder: Path) -> None:
    output = run(folder, "bash", "-e", "-c", example("sh"))
    assert "HTTP/1.1 201" in output
    assert '{"posts":[{' in output


def test_the_example_with_python_works(folder: Path) -> None:
    acknowledgement, update = run(folder, sys.executable, "-c", example("python")).splitlines()
    assert json.loads(acknowledgement)["type"] == "subscribed"
    assert json.loads(update)["entities"] == {"locations": ["Spain"], "persons": ["Joe"]}
