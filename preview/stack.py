"""Stacks of a Pulumi project, recorded as `Pulumi.<stack>.yaml` says."""

import contextlib
import json
import runpy
from collections.abc import Mapping
from pathlib import Path

from emulated_aws.stack_file import read_stack
from preview.recording import Recording, record


def stack_names(project_dir: Path) -> list[str]:
    """Lists the stacks that have a file.

    Args:
        project_dir: Folder of Pulumi.yaml.
    """
    return sorted(file.name.split(".")[1] for file in project_dir.glob("Pulumi.*.yaml"))


def record_stack(
    project_dir: Path,
    stack: str,
    config: Mapping[str, str] | None = None,
    *,
    is_first_preview: bool = False,
) -> Recording:
    """Records what a stack's program asks for.

    Args:
        project_dir: Folder of Pulumi.yaml, Pulumi.<stack>.yaml and `__main__.py`.
        stack: Name of the stack.
        config: Settings, by their whole keys, in place of what the stack's file says.
        is_first_preview: Whether all that AWS would tell of a resource is unknown. Default: it is made up.

    Raises:
        FileNotFoundError: There is no such stack.
        pulumi.RunError: The program says that something is wrong, for example with a setting.
    """
    project, settings = read_stack(project_dir, stack)
    filed = {key: value if isinstance(value, str) else json.dumps(value) for key, value in settings.items()}
    with contextlib.chdir(project_dir):
        return record(
            lambda: runpy.run_path(str(project_dir), run_name="__main__"),
            {**filed, **(config or {})},
            project=project,
            stack=stack,
            is_first_preview=is_first_preview,
        )
