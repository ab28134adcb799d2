"""Commands, as they are typed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops.stack import Stack
from tests.conftest import Command
from tests.machine_settings import AWS
from tests.ops.conftest import ROOT, GiveUp
from tests.ops.test_redrive import redrive_all


def test_it_is_a_command_that_needs_no_settings_of_aws_s_sdks_locally(outputs: Path) -> None:
    command = [sys.executable, "-m", "ops", "status", "--json", "--outputs", str(outputs)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **AWS}, capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr
    assert done.returncode == (0 if json.loads(done.stdout)["is_good"] else 1)


def test_what_changes_something_only_says_so_without_yes(
    give_up: GiveUp, operated: Stack, ops: Command
) -> None:
    give_up("events-emails-dead-letters", {"detail": {}}, {"ERROR_CODE": "X", "ERROR_MESSAGE": "y"})
    said = ops("redrive", "events-emails")
    assert "1 of 1 dead letters would go back" in said.stdout
    [result] = redrive_all(operated, "events-emails-dead-letters", dry=True)
    assert result.target == "events-emails"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("where", "X"), "the id of a post is a ULID"),
        (("replay", "--rule", "events-creation", "--since", "yesterday"), "an instant is 2026-03-01T09:30Z"),
        (("where", "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"), "it begins with no time of ours"),
        (("announce",), "Name them, or say --stuck"),
        (("announce", "--stuck", "--since", "5m"), "only after 20 minutes"),
        (("announce", "--stuck", "--since", "99999999999d"), "an instant is 2026-03-01T09:30Z"),
        (("redrive", "--rate", "0"), "must be a whole number above 0"),
        (("replay", "--rule", "blogPostCreation", "--since", "1h", "--until", "2h"), "before --until"),
        (("redrive", "nothing"), "There is no queue nothing. There are: events-"),
        (("replay", "--rule", "nothing", "--since", "1h"), "There is no rule nothing. There are: events-"),
    ],
)
def test_what_cannot_be_asked_is_said_with_what_can(
    ops: Command, arguments: tuple[str, ...], words: str
) -> None:
    answer = ops(*arguments)
    assert answer.exit_code == 2
    assert words in answer.stderr
