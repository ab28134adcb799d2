"""Starts and stops the emulated AWS, a process of its own (`emulated_aws/server/`)."""

import errno
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

import boto3
from botocore.client import BaseClient
from botocore.config import Config

from emulated_aws.isolated_session import isolated_session

REGION = "us-east-1"
"""Where clients are, unless they are told otherwise."""
ROOT_KEY = "test"
"""Access key and secret of the account's root user: MiniStack's convention."""

_HOST = "127.0.0.1"
_PROJECT = Path(__file__).parents[1]
_START_SECONDS = 30  # it takes less than 1.5 on two idle cores
_STOP_SECONDS = 10  # MiniStack gives its Lambda workers 2 seconds to end
_LOG_TAIL_LINES = 20


class EmulatorError(Exception):
    """The emulated AWS did not start."""


class PortError(EmulatorError):
    """The port that was asked for cannot be listened on, for example because another process does."""


class Emulator:
    """The emulated AWS for the length of a `with` block. It starts empty and leaves nothing behind.

    Args:
        port: A port on 127.0.0.1; 0, the default, takes a free one.
        region: The region of its clients, and of what asks for none. Default: `REGION`.

    Attributes:
        endpoint: Its URL, such as `http://127.0.0.1:4566`.
        client: Makes a boto3 client of the root user, from any thread: `emulator.client("dynamodb")`.
        log_path: Where the process and its Lambda functions log. It is gone with the block.
        wait: Blocks until the process ends by itself, which it should not.

    Raises:
        PortError: The port cannot be listened on.
        EmulatorError: The process did not get ready. The message ends with the tail of its log.
    """

    def __init__(self, port: int = 0, region: str = REGION) -> None:
        self._port = port
        self._region = region

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            home = stack.enter_context(TemporaryDirectory(prefix="emulated-aws-"))
            self.log_path = Path(home, "aws.log")
            with _listen(self._port) as listener:
                port = listener.getsockname()[1]
                process = stack.enter_context(_start(listener, self._region, home, self.log_path))
            stack.callback(_stop, process)
            _await_ready(process, self.log_path)
            self.endpoint = f"http://{_HOST}:{port}"
            self.wait = process.wait
            self.client = _RootSession(self.endpoint, self._region).client
            self._on_exit = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._on_exit.close()


def endpoint_of_running(port: int) -> str:
    """The URL of an emulated AWS that another process has started.

    Args:
        port: Its port on 127.0.0.1.

    Raises:
        EmulatorError: Nothing listens there.
    """
    try:
        socket.create_connection((_HOST, port)).close()
    except OSError as error:
        raise EmulatorError(
            f"No emulated AWS is at port {port}: `up` starts one, `--port` names another."
        ) from error
    return f"http://{_HOST}:{port}"


class _RootSession(boto3.Session):
    """Makes clients of the root user for `endpoint`, whatever AWS settings the developer has."""

    def __init__(self, endpoint: str, region: str) -> None:
        super().__init__(ROOT_KEY, ROOT_KEY, region_name=region, botocore_session=isolated_session())
        self._endpoint = endpoint
        self._lock = threading.Lock()

    if not TYPE_CHECKING:  # boto3's own signature says what type of client each service has

        def client(self, service: str) -> BaseClient:
            with self._lock:  # boto3 makes clients in one thread at a time
                # No proxies: HTTP_PROXY is not for the loopback interface.
                return super().client(service, endpoint_url=self._endpoint, config=Config(proxies={}))


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise PortError(f"Port {port} is taken.") from error
        raise PortError(f"Port {port} cannot be used ({error}).") from error
    return listener


def _start(listener: socket.socket, region: str, home: str, log_path: Path) -> subprocess.Popen[str]:
    with log_path.open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "emulated_aws.server", str(listener.fileno()), home],
            cwd=_PROJECT,
            env=_environment(listener.getsockname()[1], region, home),
            stdin=subprocess.PIPE,  # its end tells the process that we are gone
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            pass_fds=[listener.fileno()],
            start_new_session=True,  # Ctrl-C is for us, who then end the process in order
        )


def _environment(port: int, region: str, home: str) -> dict[str, str]:
    """Makes the whole environment of the process. Lambda functions inherit it: nothing of ours is in it."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}",
        "HOME": home,  # no ~/.aws, no ~/.netrc
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "TZ": "UTC",  # as on AWS Lambda
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
        "AWS_EC2_METADATA_DISABLED": "true",  # nothing here runs on EC2
        # MiniStack's settings
        "AUTH": "true",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": _HOST,
        "MINISTACK_REGION": region,
        "LOG_LEVEL": "INFO",
        "STATE_DIR": f"{home}/state",
        "S3_DATA_DIR": f"{home}/s3",
        "DOCKER_HOST": f"unix://{home}/none",  # it would remove containers it takes for its own
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


def _await_ready(process: subprocess.Popen[str], log_path: Path) -> None:
    assert process.stdout  # noqa: S101 - for mypy: it is a pipe
    readable, _, _ = select.select([process.stdout], [], [], _START_SECONDS)
    if not readable or process.stdout.readline() != "ready\n":
        tail = "\n".join(log_path.read_text("utf-8", "replace").splitlines()[-_LOG_TAIL_LINES:])
        raise EmulatorError(f"The emulated AWS did not start. The end of its log:\n{tail}")


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_SECONDS)
    with suppress(ProcessLookupError):  # there is none left, as it should be
        os.killpg(process.pid, signal.SIGKILL)  # with its Lambda workers, and those that had just begun
