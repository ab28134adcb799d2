"""Runs a Pulumi program, as `pulumi up` would, but against the emulator and without the CLI."""

from __future__ import annotations

import asyncio
import contextlib
import json
import runpy
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import TYPE_CHECKING, Any

import pulumi
import yaml
from pulumi.automation import OutputValue
from pulumi.runtime.settings import SETTINGS
from pulumi.runtime.stack import Stack, run_pulumi_func

from emulated_aws.deployment.account import Account
from emulated_aws.deployment.errors import UnsupportedError
from emulated_aws.deployment.plain_http import plain_http
from emulated_aws.deployment.provider import Monitor, Provider

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_READ_SETTINGS = {"aws:region", "aws:accessKey", "aws:secretKey"}
_SETTINGS_OF_THE_REAL_PROVIDER = {  # how it finds the emulator; `endpoint` says so here
    "aws:endpoints",
    "aws:s3UsePathStyle",
    "aws:skipCredentialsValidation",
    "aws:skipMetadataApiCheck",
    "aws:skipRegionValidation",
}


def deploy(
    program_dir: Path,
    stack: str,
    endpoint: str,
    on_resource: Callable[[str, str, float], None] = lambda *_: None,
) -> dict[str, OutputValue]:
    """Creates a stack's resources on an empty emulator. Blocks until all are there.

    The program runs in this process with its own Pulumi state, so that a process can deploy again.

    Args:
        program_dir: Folder of Pulumi.yaml, Pulumi.<stack>.yaml and `__main__.py`.
        stack: Name of the stack.
        endpoint: URL of the emulator; it wins over the stack's `aws:endpoints`.
        on_resource: Told of each resource once it is there: its type, its name and the seconds it took.
            Called from several threads. Default: nobody is told.

    Returns:
        The stack's outputs, by name, each with whether it is a secret.

    Raises:
        DeploymentError: A resource could not be created.
        UnsupportedError: The program or its configuration asks for what this deployment does not know.
        pulumi.RunError: The program says that something is wrong, for example with a setting.
    """
    project = yaml.safe_load((program_dir / "Pulumi.yaml").read_text())["name"]
    config = _read_config(program_dir / f"Pulumi.{stack}.yaml", project)

    async def run(account: Account) -> dict[str, OutputValue]:
        provider = Provider(account, on_resource)
        SETTINGS.outputs = set()  # else shared with an earlier deployment, whose loop is closed
        pulumi.runtime.set_all_config(config)
        pulumi.runtime.set_mocks(
            provider, project=project, stack=stack, preview=False, monitor=Monitor(provider)
        )
        await run_pulumi_func(lambda: _run_main(program_dir))
        root = pulumi.runtime.get_root_resource()
        exported = root.outputs if isinstance(root, Stack) else {}
        return {name: await _resolve(value, account.endpoint) for name, value in exported.items()}

    with contextlib.ExitStack() as closing:
        account = Account(endpoint, config["aws:region"], config["aws:accessKey"], config["aws:secretKey"])
        closing.callback(account.close)
        closing.enter_context(contextlib.chdir(program_dir))
        # Left after the runner, which waits for the threads: their loops are in use until then.
        loops = closing.enter_context(contextlib.ExitStack())
        threads = ThreadPoolExecutor(initializer=_give_loop, initargs=(loops,))
        runner = closing.enter_context(asyncio.Runner())
        runner.get_loop().set_default_executor(threads)
        # The first failure is raised. Those that it took along would be logged, whenever they are collected.
        runner.get_loop().set_exception_handler(lambda _loop, _context: None)
        # An empty context: Pulumi keeps its state in context variables.
        return runner.run(run(account), context=Context())


def _give_loop(loops: contextlib.ExitStack) -> None:
    """Gives a worker thread the event loop that Pulumi would else make there, and leave open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loops.callback(loop.close)


def _run_main(program_dir: Path) -> None:
    runpy.run_path(str(program_dir), run_name="__main__")


async def _resolve(value: object, endpoint: str) -> OutputValue:
    output = pulumi.Output.from_input(value)
    return OutputValue(plain_http(await output.future(), endpoint), await output.is_secret())


def _read_config(file: Path, project: str) -> dict[str, str]:
    """Reads a stack's configuration into Pulumi's form: full keys, and values as text."""
    config = {
        key if ":" in key else f"{project}:{key}": _as_text(key, value)
        for key, value in yaml.safe_load(file.read_text())["config"].items()
    }
    known = _READ_SETTINGS | _SETTINGS_OF_THE_REAL_PROVIDER
    if unknown := {key for key in config if key.startswith("aws:")} - known:
        raise UnsupportedError(f"{file.name}: {', '.join(sorted(unknown))}")
    if missing := _READ_SETTINGS - config.keys():
        raise UnsupportedError(f"{file.name}: no {', '.join(sorted(missing))}")
    return config


def _as_text(key: str, value: Any) -> str:  # noqa: ANN401 YAML holds anything
    if isinstance(value, dict) and "secure" in value:
        raise UnsupportedError(f"{key}: an encrypted value, whose key only the Pulumi CLI has")
    return value if isinstance(value, str) else json.dumps(value)
