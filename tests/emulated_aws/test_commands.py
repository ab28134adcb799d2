"""`python -m emulated_aws`, as people run it."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest

from emulated_aws.__main__ import main
from emulated_aws.emulator import Emulator
from tests.conftest import Command, Told
from tests.emulated_aws.deployment_project import write_project
from tests.machine_settings import AWS, PULUMI

ROOT = Path(__file__).parents[2]
PROGRAM = """
import pulumi
import pulumi_aws as aws

pulumi.export("url", aws.sqs.Queue("chores").url)
pulumi.export("password", pulumi.Output.secret("hidden"))
"""


Deploy = Callable[[str | None, str], Told]


@pytest.fixture
def run(command_of: Callable[[Callable[[], int]], Command]) -> Command:
    return command_of(main)


@pytest.fixture
def deploy(emulator: Emulator, run: Command, tmp_path: Path) -> Deploy:
    """Deploys a program, if there is one, to an emulated AWS that is up."""

    def deploy_there(program: str | None, stack: str) -> Told:
        if program:
            write_project(tmp_path, program)
        port = emulator.endpoint.rpartition(":")[2]
        return run("deploy", tmp_path, "--stack", stack, "--port", port)

    return deploy_there


def test_up_deploys_tells_the_outputs_and_stays_until_ctrl_c(tmp_path: Path) -> None:
    arguments = ["up", str(write_project(tmp_path, PROGRAM)), "--stack", "local", "--port", "0"]
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "emulated_aws", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as up:
        assert up.stdout
        told: list[str] = []
        while not told or "Ctrl-C" not in told[-1]:
            told.append(up.stdout.readline())
            assert told[-1], "it ended"
        [url] = [json.loads(line.partition(": ")[2]) for line in told if line.startswith("  url: ")]
        assert any(line.endswith("aws:sqs/queue:Queue  chores\n") for line in told)
        assert "  password: [secret]\n" in told
        sqs = boto3.client(
            "sqs",
            "us-east-1",
            endpoint_url=told[0].split()[3].rstrip(","),
            aws_access_key_id="test",
            aws_secret_access_key="test",  # noqa: S106 - the emulator's convention
        )
        assert sqs.list_queues()["QueueUrls"] == [url]
        up.send_signal(signal.SIGINT)
        assert up.communicate() == ("Stopped.\n", "")
    assert up.returncode == 0


def test_deploy_reaches_an_emulated_aws_that_is_up(emulator: Emulator, deploy: Deploy) -> None:
    exit_code, out, _ = deploy(PROGRAM, "local")
    assert exit_code == 0
    [url] = [json.loads(line.partition(": ")[2]) for line in out.splitlines() if line.startswith("  url: ")]
    assert url in emulator.client("sqs").list_queues(QueueNamePrefix="chores-")["QueueUrls"]


def test_settings_of_aws_s_sdks_do_not_matter(deploy: Deploy, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in AWS.items():
        monkeypatch.setenv(name, value)
    assert deploy(PROGRAM, "local").exit_code == 0


def test_settings_that_the_shell_has_for_pulumi_do_not_reach_the_program(
    deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in PULUMI.items():
        monkeypatch.setenv(name, value)
    told = deploy("import pulumi\npulumi.export('size', pulumi.Config().get('size') or 'none')", "local")
    assert told.stdout == 'Outputs:\n  size: "none"\n'


@pytest.mark.parametrize(
    ("program", "stack", "said"),
    [
        (None, "local", "is no Pulumi project: it has no Pulumi.yaml"),
        (PROGRAM, "staging", "has no stack 'staging': write Pulumi.staging.yaml"),
        (
            "import pulumi_aws as aws\naws.kinesis.Stream('s')",
            "local",
            "aws:kinesis/stream:Stream 's' (__main__.py:2)",
        ),
        ("import pulumi\npulumi.Config().require('size')", "local", "trial:size"),
    ],
)
def test_what_is_wrong_is_said(deploy: Deploy, program: str | None, stack: str, said: str) -> None:
    exit_code, _, err = deploy(program, stack)
    assert exit_code == 1
    assert err.startswith("✗ ")
    assert said in err


def test_an_emulated_aws_that_is_not_up_is_named(run: Command, tmp_path: Path) -> None:
    told = run("deploy", write_project(tmp_path, PROGRAM), "--stack", "local", "--port", "1")
    assert told == (1, "", "✗ No emulated AWS is at port 1: `up` starts one, `--port` names another.\n")
