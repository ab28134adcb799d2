"""Workflows on GitHub: what they run exists, and they may no more than they must."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROPOSES = {"dependencies": {"contents"}}  # pushes a branch

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def read(workflow: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(workflow.read_text())
    return content


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_every_action_is_pinned_by_its_commit_and_says_its_version(workflow: Path) -> None:
    for line in re.findall(r"uses: (?!\./)(.*)", workflow.read_text()):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", line), line


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_a_job_may_write_nothing_but_what_it_says(workflow: Path) -> None:
    content = read(workflow)
    assert content["permissions"]["contents"] == "read"
    for job in content["jobs"].values():
        permissions = job.get("permissions", content["permissions"])
        writes = {name for name, access in permissions.items() if access != "read"}
        assert writes <= {"id-token", "pull-requests"} | PROPOSES.get(workflow.stem, set())


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_no_expression_stands_in_a_script(workflow: Path) -> None:
    # What others write, such as the name of a branch, must not become a part of a command.
    for job in read(workflow)["jobs"].values():
        for step in job.get("steps", ()):
            expressions = re.findall(r"\$\{\{ *(.*?) *\}\}", step.get("run", ""))
            assert set(expressions) <= {"matrix.python"}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)
def test_what_is_made_is_a_target_and_what_is_used_a_file(workflow: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for made in re.findall(r"make ((?:[a-z-]+ ?)+)", re.sub(r"#.*", "", workflow.read_text())):
        assert set(made.split()) <= targets
    for job in read(workflow)["jobs"].values():
        if "uses" in job:
            assert (ROOT / job["uses"]).is_file()
            assert (ROOT / job["with"]["config"]).is_file()


def test_the_pythons_that_are_tested_are_the_oldest_and_the_pinned_one() -> None:
    pinned = (ROOT / ".python-version").read_text().strip()
    assert read(WORKFLOWS[0])["jobs"]["check"]["strategy"]["matrix"]["python"] == ["3.11", pinned]
