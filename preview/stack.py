"""Stacks of a Pulumi project, recorded as `Pulumi.<stack>.yaml` says."""

import contextlib
import importlib
import json
import runpy
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from emulated_aws.stack_file import read_project, read_stack
from preview.recording import Recording, record

_ROOT = Path(__file__).parents[1]


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
    return _record(
        project_dir, project, stack, {**settings, **(config or {})}, is_first_preview=is_first_preview
    )


def record_program(project_dir: Path) -> Recording:
    """Records what a program without stack files asks for, in a stack called `dev`.

    Args:
        project_dir: Folder of Pulumi.yaml and `__main__.py`.

    Raises:
        FileNotFoundError: There is no such project.
        pulumi.RunError: The program says that something is wrong.
    """
    project, settings = read_project(project_dir)
    return _record(project_dir, project, "dev", settings)


def _record(
    project_dir: Path,
    project: str,
    stack: str,
    settings: Mapping[str, Any],
    *,
    is_first_preview: bool = False,
) -> Recording:
    filed = {key: value if isinstance(value, str) else json.dumps(value) for key, value in settings.items()}
    with contextlib.chdir(project_dir), _own_modules(project_dir):
        return record(
            lambda: runpy.run_path(str(project_dir), run_name="__main__"),
            filed,
            project=project,
            stack=stack,
            is_first_preview=is_first_preview,
        )


@contextlib.contextmanager
def _own_modules(project_dir: Path) -> Iterator[None]:
    """Lets a program import its own modules, anew for each stack, and none of this repository's.

    Python remembers modules by their names: a second stack would not run what the first one imported, and a
    program that has an `infra` of its own would get the one that is here.
    """
    own, ours = _packages(project_dir), _packages(_ROOT)
    shadowed = own & ours
    path = [*sys.path]
    if shadowed:  # a package with an `__init__.py` would win over a folder without
        sys.path[:] = [entry for entry in path if Path(entry).resolve() != _ROOT]
    before = {name: module for name, module in sys.modules.items() if _top(name) in shadowed}
    others = sys.modules.keys() - before.keys()
    for name in before:
        del sys.modules[name]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name not in others and _top(name) in own]:
            del sys.modules[name]
        sys.modules.update(before)
        sys.path[:] = path


def _packages(folder: Path) -> set[str]:
    """Names the modules and packages in a folder, but for what runs a program: that is kept apart."""
    python = (path for path in folder.iterdir() if path.suffix == ".py" or _has_python(path))
    return {path.stem for path in python} - {"__main__"}


def _has_python(path: Path) -> bool:
    return path.is_dir() and path.name.isidentifier() and any(path.rglob("*.py"))


def _top(module: str) -> str:
    return module.partition(".")[0]
