"""Pulumi's files of a project and of its stacks."""

from pathlib import Path
from typing import Any

import yaml


def read_stack(project_dir: Path, stack: str) -> tuple[str, dict[str, Any]]:
    """Reads a project's name, and a stack's configuration by full keys such as `aws:region`.

    Args:
        project_dir: Folder of Pulumi.yaml and Pulumi.<stack>.yaml.
        stack: Name of the stack.

    Raises:
        FileNotFoundError: There is no such project, or no such stack.
    """
    name, settings = read_project(project_dir)
    stack_file = project_dir / f"Pulumi.{stack}.yaml"
    if not stack_file.is_file():
        raise FileNotFoundError(
            f"the project in {project_dir} has no stack {stack!r}: write {stack_file.name}"
        )
    return name, {**settings, **_full_keys(name, _read(stack_file).get("config") or {})}


def read_project(project_dir: Path) -> tuple[str, dict[str, Any]]:
    """Reads a project's name, and the configuration that all its stacks have, by full keys.

    Args:
        project_dir: Folder of Pulumi.yaml.

    Raises:
        FileNotFoundError: There is no such project.
    """
    if not (project_dir / "Pulumi.yaml").is_file():
        raise FileNotFoundError(f"{project_dir} is no Pulumi project: it has no Pulumi.yaml")
    project = _read(project_dir / "Pulumi.yaml")
    # A setting may have a type and a description beside its value, and its value in `value` or in `default`.
    described = {
        key: one.get("value", one.get("default")) if isinstance(one, dict) else one
        for key, one in (project.get("config") or {}).items()
    }
    given = {key: value for key, value in described.items() if value is not None}
    return project["name"], _full_keys(project["name"], given)


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(file.read_bytes()) or {}
    return content


def _full_keys(project: str, settings: dict[str, Any]) -> dict[str, Any]:
    return {key if ":" in key else f"{project}:{key}": value for key, value in settings.items()}
