"""Files of a stack that is up, for whoever calls it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from local.stack import LocalStack
from local.up import OUTPUTS, TOKEN, _written


def stack_at(api_url: str) -> LocalStack:
    """Makes a stack as far as its files tell of it."""
    return cast("LocalStack", SimpleNamespace(outputs={"apiUrl": api_url}, token=f"token of {api_url}"))


@pytest.fixture
def api_url() -> Iterator[str]:
    """An API that answers."""
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_they_are_there_as_long_as_the_stack_for_their_owner_s_eyes() -> None:
    with _written(stack_at("http://127.0.0.1:1")):
        assert json.loads(OUTPUTS.read_text()) == {"apiUrl": "http://127.0.0.1:1"}
        assert TOKEN.stat().st_mode & 0o077 == 0
    assert not OUTPUTS.exists()
    assert not TOKEN.exists()


def test_those_of_another_that_is_still_up_come_back(api_url: str) -> None:
    with _written(stack_at(api_url)):
        with _written(stack_at("http://127.0.0.1:1")):
            assert TOKEN.read_text() == "token of http://127.0.0.1:1"
        assert TOKEN.read_text() == f"token of {api_url}"
        assert json.loads(OUTPUTS.read_text()) == {"apiUrl": api_url}
    assert not OUTPUTS.exists()


@pytest.mark.parametrize("left", ["", "[]", '{"apiUrl": 3}', '{"apiUrl": "http://127.0.0.1:1"}'])
def test_what_an_ended_one_left_goes(left: str) -> None:
    OUTPUTS.parent.mkdir()
    OUTPUTS.write_text(left)
    with _written(stack_at("http://127.0.0.1:2")):
        pass
    assert not OUTPUTS.exists()
