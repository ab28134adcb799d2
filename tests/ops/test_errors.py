"""Errors of every kind, of every command, as people and as machines read them."""

import argparse
import json
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

import ops.__main__
from ops.arguments import make_parser
from ops.dead_letters import DeadLetter
from ops.redrive import Redriven
from ops.stack import Stack, StackError
from tests.conftest import Command

# The least that each command asks for.
COMMANDS: dict[str, list[str]] = {
    "status": [],
    "where": ["01KJNNT9M0D8K3V7Q2ZB4X6YWA"],
    "redrive": [],
    "discard": ["events-emails"],
    "undiscard": ["letters.jsonl"],
    "announce": ["--stuck"],
    "replay": ["--rule", "events-creation", "--since", "2h"],
    "cost": [],
}

DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "ReceiveMessage")
ERRORS: dict[str, tuple[BaseException, int]] = {
    "stack": (StackError("there is none"), 2),
    "aws": (DENIED, 2),
    "aws, without credentials": (NoCredentialsError(), 2),
    "aws, out of reach": (EndpointConnectionError(endpoint_url="https://sqs.example"), 2),
    "system": (PermissionError("not yours"), 2),
    "interrupted": (KeyboardInterrupt("Interrupted: go on."), 130),
}


def raise_in_all_commands(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: object) -> object:
        raise error

    monkeypatch.setattr(Stack, "load", fail)
    monkeypatch.setattr(ops.__main__, "estimate", fail)


def test_every_command_is_here() -> None:
    [commands] = [
        action
        for action in make_parser(ops.__main__._COMMANDS)._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    assert commands.choices.keys() == COMMANDS.keys()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_is_a_sentence_for_people_and_a_line_of_json_for_machines_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, run: Command, command: str, kind: str
) -> None:
    error, code = ERRORS[kind]
    raise_in_all_commands(monkeypatch, error)
    told = run(command, *COMMANDS[command], "--json")
    assert (told.exit_code, told.stdout) == (code, "")
    assert json.loads(told.stderr) == {"error": {"kind": kind.partition(",")[0], "message": str(error)}}
    assert run(command, *COMMANDS[command]) == (code, "", f"✗ {error}\n")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("wrong", [["--nonsense"], ["--stack"]])
def test_a_wrong_argument_is_told_in_the_same_way(run: Command, command: str, wrong: list[str]) -> None:
    told = run(command, *COMMANDS[command], "--json", *wrong)
    assert (told.exit_code, told.stdout) == (2, "")
    error = json.loads(told.stderr)["error"]
    assert error["kind"] == "usage"
    assert wrong[0] in error["message"]


@pytest.mark.parametrize("arguments", [["--json"], ["--json", "nothing"]])
def test_a_command_that_is_not_there_is_told_in_the_same_way(run: Command, arguments: list[str]) -> None:
    told = run(*arguments)
    assert told.exit_code == 2
    assert json.loads(told.stderr)["error"]["kind"] == "usage"


def test_outputs_that_cannot_be_read_are_an_error_and_no_traceback(run: Command, tmp_path: Path) -> None:
    told = run("status", "--json", "--outputs", str(tmp_path))
    assert told.exit_code == 2
    assert json.loads(told.stderr)["error"]["kind"] == "system"


def test_what_was_done_before_an_error_is_on_standard_output(
    monkeypatch: pytest.MonkeyPatch, run: Command
) -> None:
    letter = DeadLetter("dead", "alive", "reader", "m-1", datetime.now(UTC), "body", {}, "receipt")

    def fail_after_one(*_: object, **__: object) -> Generator[Redriven]:
        yield Redriven(letter, "alive")
        raise DENIED

    monkeypatch.setattr(Stack, "load", lambda *_: None)
    monkeypatch.setattr(ops.__main__, "_find_dead_letters", lambda *_: ["dead"])
    monkeypatch.setattr(ops.__main__, "redrive", fail_after_one)
    told = run("redrive", "--json")
    assert told.exit_code == 2
    assert [one["target"] for one in json.loads(told.stdout)] == ["alive"]
    assert json.loads(told.stderr)["error"]["kind"] == "aws"
