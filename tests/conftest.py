"""The stack `local`, deployed once for all tests that call it, and how processes share the tests."""

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest
from botocore.loaders import create_loader
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from local.stack import LocalStack, local_stack
from local.steps import Steps

# No test is timed: a machine may be slow.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

KEY = "arn:aws:kms:us-east-1:000000000000:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"
"""The key of that stack: whatever tests do there is done with one. `make demo` and `make up` have none."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")

# Folders whose tests call the one stack, in this order: a run under faults needs one where nothing waits.
_CALLING = ("faults", "end_to_end", "ops", "stores")

# What takes longest begins first. Browsers count what a new stack shows: they have one to themselves.
_FIRST = (*_CALLING, "browser", "emulated_aws")


@pytest.fixture(scope="session", autouse=True)
def sdk_files_read_once() -> Iterator[None]:
    """Has all sessions of the SDK share what they read of its files: a tenth of a second each, else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.session.create_loader", cache(create_loader))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fails whatever looks up or connects to another machine: a client that was to be stubbed, say."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_locally(one: socket.socket, address: Any) -> None:  # noqa: ANN401 - as sockets have them
        if one.family != socket.AF_UNIX:
            _assert_local(address[0])
        connect(one, address)

    def look_up_locally(host: Any, *arguments: Any, **options: Any) -> list[Any]:  # noqa: ANN401 - as its own
        _assert_local(host)
        return look_up(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_locally)
        patch.setattr(socket, "getaddrinfo", look_up_locally)
        yield


def _assert_local(host: object) -> None:
    if host not in _LOCAL_HOSTS:
        pytest.fail(
            f"a test calls {host}, which is not this machine"
        )  # no `Exception`: code under test catches these


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    with local_stack(0, Steps(), {"event-driven-blog:kmsKeyArn": KEY}) as deployed:
        yield deployed


@pytest.fixture
def signal_handlers_as_before() -> Iterator[None]:
    """For tests of what a command does with them, and with interruptions that are lost."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    hook = sys.unraisablehook
    yield
    sys.unraisablehook = hook
    for number, handler in before.items():
        signal.signal(number, handler)


class Told(NamedTuple):
    """What a command told, and how it ended."""

    exit_code: int
    stdout: str
    stderr: str


class Command(Protocol):
    """Runs a command with its arguments, in the process of the tests."""

    def __call__(self, *arguments: str | Path) -> Told: ...


@pytest.fixture
def command_of(
    signal_handlers_as_before: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Callable[[], int]], Command]:
    """Makes a command of its `main`. Starting a process for each would take a second."""
    del signal_handlers_as_before

    def make(main: Callable[[], int]) -> Command:
        def run(*arguments: str | Path) -> Told:
            monkeypatch.setattr(sys, "argv", ["command", *map(str, arguments)])
            try:
                exit_code = main()
            except SystemExit as end:
                exit_code = int(str(end.code))
            return Told(exit_code, *capsys.readouterr())

        return run

    return make


def pytest_configure() -> None:
    """Leaves what the machine has for other programs. Proxies stay, for downloads of packages."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "PULUMI_"))]:
        del os.environ[name]
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = f"127.0.0.1,localhost,{os.environ.get('NO_PROXY', '')}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the tests of the longest groups first."""
    items.sort(key=lambda item: _rank(_folder(item.nodeid)))


def pytest_collection_finish() -> None:
    """Spares the garbage collector what was imported: it stays."""
    gc.freeze()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Has one process run all tests of a group, and so deploy its stack once."""
    config.option.loadscopereorder = False
    return _GroupScheduling(config, log)


class _GroupScheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no types for it
    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid)


def _folder(nodeid: str) -> str:
    """Names the folder of a test such as `tests/ops/test_cost.py::test_…`."""
    return nodeid.split("/")[1]


def _group(nodeid: str) -> str:
    """Names the tests that one process runs."""
    folder = _folder(nodeid)
    return "calling" if folder in _CALLING else folder


def _rank(folder: str) -> int:
    return _FIRST.index(folder) if folder in _FIRST else len(_FIRST)
