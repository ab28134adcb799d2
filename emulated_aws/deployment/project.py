"""Deploys a Pulumi project, as `pulumi up` would, but to the emulated AWS and without the CLI."""

from __future__ import annotations

import contextlib
import json
import runpy
from typing import TYPE_CHECKING, Any

from pulumi.automation import OutputValue

from emulated_aws.deployment.account import Account
from emulated_aws.deployment.autonaming import AutoNaming
from emulated_aws.deployment.errors import UnsupportedError
from emulated_aws.deployment.plain_http import plain_http
from emulated_aws.deployment.provider import Monitor, Provider
from emulated_aws.emulator import ROOT_KEY
from emulated_aws.program import run_program
from emulated_aws.stack_file import read_stack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_READ_SETTINGS = {"aws:region", "aws:accessKey", "aws:secretKey", "aws:defaultTags"}
_SETTINGS_OF_THE_REAL_PROVIDER = {  # how it finds the emulator; `endpoint` says so here
    "aws:endpoints",
    "aws:s3UsePathStyle",
    "aws:skipCredentialsValidation",
    "aws:skipMetadataApiCheck",
    "aws:skipRegionValidation",
}


def deploy(
    project_dir: Path,
    stack: str,
    endpoint: str,
    on_resource: Callable[[str, str, float], None] = lambda *_: None,
    config: Mapping[str, str] | None = None,
) -> dict[str, OutputValue]:
    """Creates a stack's resources on an emulator that has none of them. Blocks until all are there.

    Args:
        project_dir: Folder of Pulumi.yaml, Pulumi.<stack>.yaml and `__main__.py`.
        stack: Name of the stack.
        endpoint: URL of the emulator; it wins over the stack's `aws:endpoints`.
        on_resource: Told of each resource once it is there: its type, its name and the seconds it took.
            Called from several threads. Default: nobody is told.
        config: Settings, by their whole keys, in place of what the stack's file says. Default: none.

    Returns:
        The stack's outputs, by name, each with whether it is a secret.

    Raises:
        FileNotFoundError: There is no such project, or no such stack.
        DeploymentError: A resource could not be created.
        UnsupportedError: The program or its configuration asks for what this deployment does not know.
        pulumi.RunError: The program says that something is wrong, for example with a setting, or a stack's
            output is made of one that no resource tells.
    """
    project, filed = _read_config(project_dir, stack)
    config = {**filed, **(config or {})}
    if not (project_dir / "__main__.py").is_file():
        raise UnsupportedError(
            f"{project_dir}: only programs in Python, with a __main__.py beside Pulumi.yaml"
        )
    naming = AutoNaming(json.loads(config.pop("pulumi:autonaming", "{}")), project, stack)
    default_tags = json.loads(config.get("aws:defaultTags", "{}")).get("tags", {})
    keys = [config.get(f"aws:{kind}Key", ROOT_KEY) for kind in ("access", "secret")]
    account = Account(endpoint, config["aws:region"], *keys)
    with contextlib.closing(account), contextlib.chdir(project_dir):
        outputs = run_program(
            lambda: runpy.run_path(str(project_dir), run_name="__main__"),
            Monitor(Provider(account, naming, default_tags, on_resource)),
            project=project,
            stack=stack,
            config=config,
        )
    return {
        name: OutputValue(plain_http(output.value, account.endpoint), output.secret)
        for name, output in outputs.items()
    }


def stack_region(project_dir: Path, stack: str) -> str:
    """Reads where a stack is to be.

    Args:
        project_dir: Folder of Pulumi.yaml and Pulumi.<stack>.yaml.
        stack: Name of the stack.

    Raises:
        UnsupportedError: The configuration says more than the deployment knows, or not where.
    """
    return _read_config(project_dir, stack)[1]["aws:region"]


def _read_config(project_dir: Path, stack: str) -> tuple[str, dict[str, str]]:
    """Reads a project's name, and a stack's configuration in Pulumi's form: full keys, and values as text."""
    project, settings = read_stack(project_dir, stack)
    config = {key: _as_text(key, value) for key, value in settings.items()}
    known = _READ_SETTINGS | _SETTINGS_OF_THE_REAL_PROVIDER
    file = f"Pulumi.{stack}.yaml"
    if unknown := {key for key in config if key.startswith("aws:")} - known:
        raise UnsupportedError(f"{file}: {', '.join(sorted(unknown))}")
    if "aws:region" not in config:
        raise UnsupportedError(f"{file} without aws:region: it says where the stack is")
    return project, config


def _as_text(key: str, value: Any) -> str:  # noqa: ANN401 - YAML holds anything
    if isinstance(value, dict) and "secure" in value:
        raise UnsupportedError(f"{key}: an encrypted value, whose key only the Pulumi CLI has")
    return value if isinstance(value, str) else json.dumps(value)
