"""Workflows on GitHub: when their jobs run, and what their scripts do. zizmor checks how secure they are."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTION = GITHUB / "actions" / "pulumi" / "action.yml"


def read(file: Path) -> dict[Any, Any]:
    """Reads a file, as YAML 1.1: there `on` is a truth value."""
    content: dict[Any, Any] = yaml.safe_load(file.read_text())
    return content


def workflow(name: str) -> dict[Any, Any]:
    return read(GITHUB / "workflows" / f"{name}.yml")


def script(steps: list[dict[str, Any]], of: str) -> str:
    """Finds the script of a step by what is in it."""
    [found] = [step["run"] for step in steps if of in step.get("run", "")]
    return str(found)


def run(
    code: str, environment: Mapping[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a script as GitHub does where a step says `shell: bash`."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", code]
    known = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, env=known, cwd=folder, capture_output=True, text=True, check=False)


def holds(condition: str, github: Mapping[str, Any]) -> bool:
    """Evaluates a condition of a job: comparisons and `contains`, joined by `&&` and `||`."""

    def value(path: str) -> Any:  # noqa: ANN401 - whatever an event has
        found: Any = {"github": github}
        for name in path.split("."):
            if name == "*":
                continue
            found = [one[name] for one in found] if isinstance(found, list) else found.get(name, {})
        return found

    python = re.sub(r"contains\((\S+), ('\w+')\)", r"\2 in \1", condition)
    python = python.replace("&&", "and").replace("||", "or")
    python = re.sub(r"github(?:\.(?:\w+|\*))+", lambda path: f"value({path.group()!r})", python)
    return bool(eval(python, {"value": value}))  # noqa: S307 - the repository's own conditions


def started(action: str, state: str, *labels: str, head: str = "us/blog") -> set[str]:
    """Lists the workflows about stacks that an event of a pull request starts."""
    pull_request = {
        "state": state,
        "labels": [{"name": label} for label in labels],
        "head": {"repo": {"full_name": head}},
    }
    github = {
        "event_name": "pull_request",
        "event": {"action": action, "pull_request": pull_request},
        "repository": "us/blog",
    }
    jobs = {"pull-request-stack": "up", "pull-request-sweep": "list"}
    return {
        name
        for name, job in jobs.items()
        if action in workflow(name)[True]["pull_request"]["types"]
        and holds(workflow(name)["jobs"][job]["if"], github)
    }


UP, SWEEP, NOTHING = {"pull-request-stack"}, {"pull-request-sweep"}, set[str]()


@pytest.mark.parametrize(
    ("action", "state", "labels", "expected"),
    [
        ("labeled", "open", ["deploy"], UP),
        ("labeled", "open", ["bug"], NOTHING),
        ("labeled", "open", ["bug", "deploy"], UP),
        ("labeled", "closed", ["deploy"], NOTHING),
        ("synchronize", "open", ["deploy"], UP),
        ("synchronize", "open", [], NOTHING),
        ("reopened", "open", ["deploy"], UP),
        ("reopened", "open", [], NOTHING),
        ("opened", "open", [], NOTHING),
        ("closed", "closed", ["deploy"], SWEEP),
        ("closed", "closed", [], SWEEP),
        ("unlabeled", "open", [], SWEEP),
        ("unlabeled", "open", ["deploy"], SWEEP),
        ("unlabeled", "closed", [], SWEEP),
    ],
)
def test_a_stack_goes_up_while_its_pull_request_is_open_and_labelled_and_is_looked_at_when_that_ends(
    action: str, state: str, labels: list[str], expected: set[str]
) -> None:
    assert started(action, state, *labels) == expected
    assert started(action, state, *labels, head="them/blog") == NOTHING


def test_the_sweep_comes_each_night_too() -> None:
    sweep = workflow("pull-request-sweep")
    assert sweep[True]["schedule"]
    assert holds(sweep["jobs"]["list"]["if"], {"event_name": "schedule", "repository": "us/blog"})


@pytest.fixture
def sweep(tmp_path: Path) -> Path:
    """A folder with commands in place of GitHub's and Pulumi's, which print what they find in files."""
    if not shutil.which("jq"):
        pytest.skip("GitHub's runners have jq, and this machine does not")
    for command in ("gh", "pulumi"):
        tmp_path.joinpath(command).write_text(f'#!/bin/sh\ncat "{tmp_path}/{command}.json"\n')
        tmp_path.joinpath(command).chmod(0o700)
    return tmp_path


def swept(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_REPOSITORY": "us/blog",
    }
    return run(
        script(workflow("pull-request-sweep")["jobs"]["list"]["steps"], "pulumi stack ls"), environment
    )


def test_the_sweep_takes_stacks_of_pull_requests_that_are_not_open_and_labelled(sweep: Path) -> None:
    deploy, bug = {"name": "deploy"}, {"name": "bug"}
    pull_requests = [{"number": 1, "labels": [bug, deploy]}, {"number": 12, "labels": [bug]}]
    stacks = ["dev", "prod", "pr-1", "pr-12", "pr-123", "us/pr-7", "pr-x", "my-pr-8"]
    sweep.joinpath("gh.json").write_text(json.dumps(pull_requests))
    sweep.joinpath("pulumi.json").write_text(json.dumps([{"name": name} for name in stacks]))
    assert swept(sweep).returncode == 0
    assert sweep.joinpath("output").read_text() == 'stacks=["pr-12","pr-123","pr-7"]\n'


def test_nothing_to_sweep_is_what_the_next_job_asks_for(sweep: Path) -> None:
    sweep.joinpath("gh.json").write_text("[]")
    sweep.joinpath("pulumi.json").write_text('[{"name": "prod"}]')
    assert swept(sweep).returncode == 0
    assert sweep.joinpath("output").read_text() == "stacks=[]\n"
    assert workflow("pull-request-sweep")["jobs"]["destroy"]["if"] == "needs.list.outputs.stacks != '[]'"


def test_nothing_is_swept_when_github_does_not_answer(sweep: Path) -> None:
    sweep.joinpath("pulumi.json").write_text('[{"name": "pr-1"}]')
    assert swept(sweep).returncode != 0
    assert not sweep.joinpath("output").exists()


@pytest.mark.parametrize(
    ("backend", "token", "passphrase", "missing"),
    [
        ("", "token", "", None),
        ("", "", "passphrase", "PULUMI_ACCESS_TOKEN"),
        ("https://api.pulumi.example", "", "", "PULUMI_ACCESS_TOKEN"),
        ("s3://state", "", "passphrase", None),
        ("s3://state", "token", "", "PULUMI_CONFIG_PASSPHRASE"),
        ("s3://state", "", "", "PULUMI_CONFIG_PASSPHRASE"),
    ],
)
def test_a_missing_secret_ends_a_deployment_before_it_begins(
    backend: str, token: str, passphrase: str, missing: str | None
) -> None:
    environment = {
        "PULUMI_BACKEND_URL": backend,
        "PULUMI_ACCESS_TOKEN": token,
        "PULUMI_CONFIG_PASSPHRASE": passphrase,
    }
    first = read(ACTION)["runs"]["steps"][0]
    result = run(first["run"], environment)
    assert (result.returncode != 0) == (missing is not None)
    assert missing is None or result.stdout.strip().endswith(missing)


def test_the_command_line_has_the_version_of_the_sdk(tmp_path: Path) -> None:
    output = tmp_path / "output"
    code = script(read(ACTION)["runs"]["steps"], "version=")
    assert run(code, {"GITHUB_OUTPUT": str(output)}, ROOT).returncode == 0
    [pinned] = re.findall(r"^pulumi==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert output.read_text() == f"version={pinned}\n"


def test_main_is_deployed_once_it_passed_the_checks_and_one_stack_waits_for_no_other() -> None:
    jobs = workflow("deploy")["jobs"]
    assert "concurrency" not in workflow("deploy")
    assert {name: job.get("needs") for name, job in jobs.items()} == {
        "check": None,
        "dev": "check",
        "staging": "dev",
        "prod": "staging",
    }
    groups = [job["concurrency"] for job in jobs.values() if "concurrency" in job]
    assert len(set(groups)) == len(jobs) - 1


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_what_is_made_is_a_target_and_what_is_used_a_file(file: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = re.sub(r"#.*", "", file.read_text())
    for made in re.findall(r"make ((?:[a-z-]+ ?)+)", text):
        assert set(made.split()) <= targets
    for used in re.findall(r"uses: \$/(\S+)", text):
        assert (ROOT / used).exists()
    for config in re.findall(r"--config-file (\S+)", text):
        assert (ROOT / config).is_file()


def test_the_pythons_that_are_tested_are_the_oldest_and_the_pinned_one() -> None:
    pinned = (ROOT / ".python-version").read_text().strip()
    assert workflow("check")["jobs"]["check"]["strategy"]["matrix"]["python"] == ["3.11", pinned]
