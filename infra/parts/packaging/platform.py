"""Platforms that packaged functions run on, and the wheels that each takes."""

import platform
from enum import StrEnum

PYTHON_VERSION = "3.13"

_ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


class Platform(StrEnum):
    """The machine that runs the functions.

    Attributes:
        LAMBDA: AWS Lambda's Python 3.13 on arm64 (Amazon Linux 2023, glibc 2.34).
        HOST: This machine and the interpreter that runs this program. MiniStack runs functions on its own
            interpreter, whatever their runtime says.
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
            return f"lambda-{PYTHON_VERSION}-arm64"
        return f"host-{platform.python_version()}-{platform.system().lower()}-{self.architecture}"

    @property
    def uv_options(self) -> list[str]:
        """What tells uv to install for this platform."""
        if self is Platform.HOST:
            return []
        return [
            *("--python-platform", "aarch64-manylinux_2_34", "--python-version", PYTHON_VERSION),
            *("--only-binary", ":all:"),
        ]

    @property
    def marker_environment(self) -> dict[str, str]:
        """What environment markers (PEP 508) of a distribution's requirements are evaluated in."""
        if self is Platform.HOST:
            return {"extra": ""}
        return {
            "extra": "",
            "implementation_name": "cpython",
            "os_name": "posix",
            "platform_machine": "aarch64",
            "platform_python_implementation": "CPython",
            "platform_system": "Linux",
            "python_full_version": f"{PYTHON_VERSION}.0",
            "python_version": PYTHON_VERSION,
            "sys_platform": "linux",
        }
