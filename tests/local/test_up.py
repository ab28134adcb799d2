"""Files of a stack that is up, for whoever calls it, and what is shown of its events and emails."""

import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from rich.console import Console

from emulated_aws.server.mailbox import Mail
from local.stack import LocalStack
from local.up import OUTPUTS, TOKEN, _written, show_event, show_mail


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


def test_texts_of_events_and_emails_do_not_steer_the_terminal() -> None:
    shown = io.StringIO()
    console = Console(file=shown)
    text = "\u202egpj.exe\x9b2J [red]\x1b[2J\u2028"
    show_event({"detail-type": text, "detail": {"post": {"title": text}}}, console)
    show_mail(
        Mail(id=1, to=text, subject=text, body=f"{text}\nby Joe", links={}, sentAt="2026-03-01T09:30:00Z"),
        console,
    )
    written_out = r"\u202egpj.exe\x9b2J [red]\x1b[2J\u2028"
    event, mail, title, byline = shown.getvalue().splitlines()
    assert event.startswith(f"event {written_out}  ")
    assert r"\u202egpj.exe\x9b2J [red]" in event.partition("  ")[2]
    assert mail == f"email to {written_out}: {written_out}"
    assert (title, byline) == (written_out, "by Joe")
