"""Runs a Pulumi program without the Pulumi CLI: a monitor in this process stands in for Pulumi's engine."""

import asyncio
import atexit
import gc
import itertools
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import Context
from functools import cache
from pathlib import Path
from traceback import walk_stack
from unittest.mock import patch

import pulumi
from pulumi.automation import OutputValue
from pulumi.runtime.mocks import MockMonitor, Mocks
from pulumi.runtime.proto.callback_pb2 import Callback
from pulumi.runtime.proto.resource_pb2 import RegisterResourceRequest, RegisterResourceResponse
from pulumi.runtime.proto.source_pb2 import SourcePosition, StackFrame, StackTrace
from pulumi.runtime.stack import Stack, run_pulumi_func

from emulated_aws.pulumi_sdk import SETTINGS, call_transform, replace_stack_trace
from emulated_aws.registrations import Registrations

# Else a process would search all that Pulumi's SDK made for garbage before it ends, a second long.
atexit.register(gc.freeze)

_STACK_TYPE = "pulumi:pulumi:Stack"


class ProgramMonitor(MockMonitor):
    """Pulumi's own stand-in for its engine, with what that lacks: transforms, inheritance, and whole URNs.

    Attributes:
        is_preview: Whether ids and outputs that the mocks leave out are unknown to the program.
    """

    def __init__(self, mocks: Mocks, *, is_preview: bool = False) -> None:
        super().__init__(mocks)
        self.is_preview = is_preview
        self._registrations = Registrations(call_transform)

    def RegisterStackTransform(self, request: Callback) -> object:  # noqa: N802 - Pulumi's protocol names it
        self._registrations.stack_transforms.append(request)
        return super().RegisterStackTransform(request)  # type: ignore[no-untyped-call] # Pulumi's are

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Makes a URN as the engine does, with the types of all parents.

        https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
        """
        parent_type = parent.split("::")[2] if parent else _STACK_TYPE
        qualified_type = type_ if parent_type == _STACK_TYPE else f"{parent_type}${type_}"
        return f"urn:pulumi:{pulumi.get_stack()}::{pulumi.get_project()}::{qualified_type}::{name}"

    def RegisterResource(  # noqa: N802 - Pulumi's protocol names it
        self, request: RegisterResourceRequest
    ) -> RegisterResourceResponse:
        given = dict(request.object)
        if request.type != _STACK_TYPE:  # which each run of a program has
            self._registrations.add(self.make_urn(request.parent, request.type, request.name), request)
        response: RegisterResourceResponse = super().RegisterResource(request)  # type: ignore[no-untyped-call] # Pulumi's are
        # The program knows what it gave, and not what became of it.
        for name, value in request.object.items():
            if given.get(name) != value and name not in response.object:
                response.object[name] = value
        return response


def run_program(
    program: Callable[[], object],
    monitor: ProgramMonitor,
    *,
    project: str,
    stack: str,
    config: Mapping[str, str],
) -> dict[str, OutputValue]:
    """Runs a program and waits until all that it registers is there.

    Each run has a Pulumi state of its own, so that a process can run another.

    Args:
        program: Creates resources, as a `__main__.py` does.
        monitor: Answers what the program registers, from several threads.
        project: The project's name.
        stack: The stack's name.
        config: The stack's configuration: full keys such as `aws:region`, and values as text.

    Returns:
        The stack's outputs, by name, each with whether it is a secret. In a preview, `pulumi.UNKNOWN` is the
        value of each that is unknown.

    Raises:
        pulumi.RunError: An output is made of what the monitor left unknown.
        Exception: Whatever the program, or the monitor, raises first.
    """

    async def start() -> None:
        program()
        # Pulumi waits for each output by watching all of them anew: with some hundreds that takes seconds.
        while SETTINGS.outputs:
            done, _ = await asyncio.wait(list(SETTINGS.outputs), return_when=asyncio.FIRST_EXCEPTION)
            if done & SETTINGS.outputs:  # what failed is left there, for Pulumi to raise
                break

    async def run() -> dict[str, OutputValue]:
        SETTINGS.outputs = set()  # else shared with an earlier run, whose loop is closed
        pulumi.runtime.set_all_config(dict(config))
        pulumi.runtime.set_mocks(
            monitor.mocks, project=project, stack=stack, preview=monitor.is_preview, monitor=monitor
        )
        await run_pulumi_func(start)
        root = pulumi.runtime.get_root_resource()
        exported = root.outputs if isinstance(root, Stack) else {}
        return {
            name: await _resolve(name, value, preview=monitor.is_preview) for name, value in exported.items()
        }

    async def run_until_interrupted() -> dict[str, OutputValue]:
        # Pulumi takes no interruption: it would go on until all is there that was asked for.
        return await asyncio.shield(run())

    # Left after the runner, which waits for the threads: their loops are in use until then.
    with (
        _light_work(),
        _hidden_settings(),
        ExitStack() as loops,
        asyncio.Runner() as runner,
        _threads(loops) as threads,
    ):
        runner.get_loop().set_default_executor(threads)
        # The first failure is raised. Those that it took along would be logged, whenever they are collected.
        runner.get_loop().set_exception_handler(lambda _loop, _context: None)
        # An empty context: Pulumi keeps its state in context variables.
        return runner.run(run_until_interrupted(), context=Context())


@contextmanager
def _light_work() -> Iterator[None]:
    """Spares a run two things that take a third of its time.

    Garbage is collected afterwards: until then the thousands of futures of a run are all in use. And of the
    calls that lead to a resource, one is told instead of all: where the program makes it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        with replace_stack_trace(_find_declaration):
            yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _hidden_settings() -> Iterator[None]:
    """Hides what a shell tells Pulumi: its SDK would take `PULUMI_CONFIG` for the stack's configuration."""
    with patch.dict(os.environ):
        for name in [name for name in os.environ if name.startswith("PULUMI_")]:
            del os.environ[name]
        yield


def _find_declaration() -> StackTrace:
    """Finds who made a resource: the caller of the third constructor, after Pulumi's own two."""
    frames = walk_stack(sys._getframe())
    constructors = (frame for frame, _ in frames if frame.f_code.co_name == "__init__")
    constructor = next(itertools.islice(constructors, 2, None), None)
    if constructor is None or constructor.f_back is None:
        return StackTrace()
    declaring = constructor.f_back
    position = SourcePosition(uri=_uri(declaring.f_code.co_filename), line=declaring.f_lineno)
    return StackTrace(frames=[StackFrame(pc=position)])


@cache
def _uri(filename: str) -> str:
    return Path(filename).absolute().as_uri()


@contextmanager
def _threads(loops: ExitStack) -> Iterator[ThreadPoolExecutor]:
    """Makes threads that begin nothing more once the block has ended, such as by an interruption."""
    threads = ThreadPoolExecutor(initializer=_give_loop, initargs=(loops,))
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _give_loop(loops: ExitStack) -> None:
    """Gives a worker thread the event loop that Pulumi would else make there, and leave open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loops.callback(loop.close)


async def _resolve(name: str, value: object, *, preview: bool) -> OutputValue:
    output = pulumi.Output.from_input(value)
    if not preview and not await output.is_known():
        raise pulumi.RunError(f"output {name!r} is made of what no resource tells")
    return OutputValue(await output.future(with_unknowns=preview), await output.is_secret())
