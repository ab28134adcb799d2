"""Platforms that packaged functions run on, and the wheels that each takes."""

import platform
import sys
from enum import StrEnum

PYTHON_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
"""The Python that packages functions and runs them: bytecode belongs to one minor version."""

_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


class Platform(StrEnum):
    """The machine that runs the functions.

    Attributes:
        LAMBDA: AWS Lambda on arm64, with the version of Python that packages the functions.
        HOST: The machine that packages the functions, and its Python: for an emulator of AWS.
    """

    LAMBDA = "lambda"
    HOST = "host"

    @property
    def architecture(self) -> str:
        """The instruction set, by Lambda's name for it: `arm64` or `x86_64`."""
        return "arm64" if self is Platform.LAMBDA else _ARCHITECTURES[platform.machine().lower()]

    @property
    def tag(self) -> str:
        """Names what wheels were chosen by, so that two choices never share a folder."""
        if self is Platform.LAMBDA:
            return f"lambda-python{PYTHON_VERSION}-arm64"
        return f"host-{platform.python_version()}-{platform.system().lower()}-{self.architecture}"

    @property
    def uv_options(self) -> list[str]:
        """What tells uv to install for this platform."""
        if self is Platform.HOST:
            return []
        # manylinux2014 for Python 3.11, which Lambda has on Amazon Linux 2 with glibc 2.26:
        # https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
        return ["--python-platform", "aarch64-manylinux2014", "--only-binary", ":all:"]

    @property
    def marker_environment(self) -> dict[str, str]:
        """What environment markers (PEP 508) of a distribution's requirements are evaluated in."""
        if self is Platform.HOST:
            return {}
        return {
            "implementation_name": "cpython",
            "os_name": "posix",
            "platform_machine": "aarch64",
            "platform_python_implementation": "CPython",
            "platform_system": "Linux",
            "python_full_version": f"{PYTHON_VERSION}.0",
            "python_version": PYTHON_VERSION,
            "sys_platform": "linux",
        }
