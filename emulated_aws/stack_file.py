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
    stack_file = project_dir / f"Pulumi.{stack}.yaml"
    if not (project_dir / "Pulumi.yaml").is_file():
        raise FileNotFoundError(f"{project_dir} is no Pulumi project: it has no Pulumi.yaml")
    if not stack_file.is_file():
        raise FileNotFoundError(
            f"the project in {project_dir} has no stack {stack!r}: write {stack_file.name}"
        )
    project = yaml.safe_load((project_dir / "Pulumi.yaml").read_bytes())
    settings = {
        # A project's setting may have a type and a description beside its value.
        **{
            key: one["value"] if isinstance(one, dict) else one
            for key, one in project.get("config", {}).items()
        },
        **yaml.safe_load(stack_file.read_bytes())["config"],
    }
    name = project["name"]
    return name, {key if ":" in key else f"{name}:{key}": value for key, value in settings.items()}
