"""Scan of the stacks' templates by cfn-lint and Checkov, which are installed apart."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from preview.snapshot import snapshot_stacks
from preview.stack import record_stack
from preview.template import make_template

POSTURE = Path("docs", "security-posture.md")
"""The page that has the reason for each check of Checkov that fails."""


def scan(project: Path, commands: Path) -> None:
    """Scans the templates of all stacks that have a snapshot.

    Args:
        project: Folder of Pulumi.yaml.
        commands: Folder of the commands `cfn-lint` and `checkov`.

    Raises:
        SystemExit: cfn-lint finds anything, a check fails that the page does not have, or the page has one
            that fails no more.
    """
    with TemporaryDirectory() as folder:
        templates = [Path(folder, f"{stack}.json") for stack in snapshot_stacks(project)]
        for template in templates:
            template.write_text(json.dumps(make_template(record_stack(project, template.stem))), "utf-8")
        # Half a minute each, so both at once.
        with subprocess.Popen([commands / "cfn-lint", *templates]) as linter:  # noqa: S603 - our own files
            failures = _run_checkov(commands, templates)
        if linter.returncode:
            sys.exit("cfn-lint has something against the templates.")
    if problems := find_problems(failures, read_reasons((project / POSTURE).read_text("utf-8"))):
        sys.exit("\n".join(problems))


def read_reasons(page: str) -> set[str]:
    """Reads the checks that the page has a row for."""
    return set(re.findall(r"^\| `(CKV2?_\w+)` \|", page, re.MULTILINE))


def find_problems(failures: Mapping[str, Iterable[str]], reasons: set[str]) -> list[str]:
    """Compares what fails with what has a reason.

    Args:
        failures: The resources that fail each check, by its id and name.
        reasons: The ids of the checks on the page.
    """
    failing = {check.partition(" ")[0] for check in failures}
    return [
        *(
            f"{check}: {', '.join(sorted(set(resources)))}. Fix it, or say why not in {POSTURE}."
            for check, resources in sorted(failures.items())
            if check.partition(" ")[0] not in reasons
        ),
        *(f"{check} fails no more: take it out of {POSTURE}." for check in sorted(reasons - failing)),
    ]


def _run_checkov(commands: Path, templates: list[Path]) -> Mapping[str, list[str]]:
    """Runs Checkov without its platform. Returns the resources that fail each check, by its id and name."""
    files = [argument for template in templates for argument in ("--file", template)]
    options = ["--framework", "cloudformation", "--skip-download", "--compact", "--quiet", "--output", "json"]
    # With a key it would send the templates to its makers.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("BC_", "PRISMA_"))
    }
    run = subprocess.run(  # noqa: S603 - our own files
        [commands / "checkov", *files, *options, "--soft-fail"],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    report = json.loads(run.stdout)
    if report["summary"]["parsing_errors"] or not report["summary"]["passed"]:
        sys.exit(f"Checkov did not read the templates: {report['summary']}")
    failures: dict[str, list[str]] = defaultdict(list)
    for check in report["results"]["failed_checks"]:
        failures[f"{check['check_id']} ({check['check_name']})"].append(check["resource"])
    return failures
