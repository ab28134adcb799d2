"""The process of the emulated AWS: it starts with clear errors, keeps to itself and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from emulated_aws import emulator as emulator_module
from emulated_aws.emulator import Emulator, EmulatorError, PortError
from tests.emulated_aws.resources import create_function
from tests.machine_settings import AWS


def test_a_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortError, match=f"{port} is taken"), Emulator(port):
            pass


def test_a_failed_start_shows_the_end_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"PATH": os.environ["PATH"], "GATEWAY_PORT": "not a number"}
    monkeypatch.setattr(emulator_module, "_environment", lambda *_: broken)
    with pytest.raises(EmulatorError, match="ValueError: invalid literal"), Emulator():
        pass


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_does_not_exist_is_named(port: int) -> None:
    with pytest.raises(PortError, match=f"{port} cannot be used"), Emulator(port):
        pass


def test_the_log_has_what_functions_print(emulator: Emulator) -> None:
    function = create_function(emulator, "def handle(event, context): print('hello\\nlog')")
    emulator.client("lambda").invoke(FunctionName=function)
    name, log = function.rpartition(":")[2], emulator.log_path.read_text()
    assert f"{name}: hello\n" in log
    assert f"{name}: log\n" in log


def test_nothing_of_the_developers_settings_reaches_functions_or_clients(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {**AWS, "SECRET_OF_THE_DEVELOPER": "s3cret"}.items():
        monkeypatch.setenv(name, value)
    with Emulator() as emulator:
        function = create_function(emulator, "import os\ndef handle(event, context): return dict(os.environ)")
        answer = emulator.client("lambda").invoke(FunctionName=function)
        environment = json.load(answer["Payload"])
    assert environment["AWS_REGION"] == "us-east-1"
    assert not {"AWS_PROFILE", "HTTP_PROXY", "SECRET_OF_THE_DEVELOPER"} & environment.keys()
    assert environment["HOME"] != os.environ["HOME"]


def test_no_process_and_no_file_is_left_behind() -> None:
    source = "import os\ndef handle(event, context): return [os.getpgrp(), os.environ['TMPDIR']]"
    with Emulator() as emulator:
        answer = emulator.client("lambda").invoke(FunctionName=create_function(emulator, source))
        process_group, directory = json.load(answer["Payload"])
        assert Path(directory).exists()
    with pytest.raises(ProcessLookupError):
        os.killpg(process_group, 0)
    assert not Path(directory).exists()


def test_it_ends_and_tidies_up_when_its_parent_is_killed() -> None:
    program = (
        "from emulated_aws.emulator import Emulator\n"
        "with Emulator() as e: print(e.endpoint, e.log_path.parent, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        endpoint, folder = parent.stdout.readline().split()
        address = urlsplit(endpoint)
        with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
            parent.send_signal(signal.SIGKILL)
            assert connection.recv(1) == b""
    patience = time.monotonic() + 20
    while Path(folder).exists():  # nobody is told of the end of a process that is not its own
        assert time.monotonic() < patience
        time.sleep(0.01)


def test_the_port_is_free_again_at_once() -> None:
    with Emulator() as first:
        port = urlsplit(first.endpoint).port
        first.client("sts").get_caller_identity()
    with Emulator(port or 0) as second:
        assert second.endpoint == first.endpoint
