"""Settings that all functions of a component have in common."""

from collections.abc import Sequence
from typing import Annotated, NotRequired, TypedDict

import pulumi
from pydantic import Field
from pydantic_core import PydanticCustomError

from infra.parts.packaging import PYTHON_VERSION, Platform
from infra.parts.rules import LogLevel, Memory, PolicyArn, Python, SecurityGroupId, SubnetId


class VpcConnection(TypedDict):
    """A network of one's own that functions are connected to.

    From there they reach AWS's services through a NAT gateway or through the network's endpoints.
    """

    subnet_ids: Annotated[Sequence[pulumi.Input[SubnetId]], Field(min_length=1)]
    """The private subnets, in two availability zones at least, so that one may fail."""

    security_group_ids: Annotated[Sequence[pulumi.Input[SecurityGroupId]], Field(min_length=1)]
    """The security groups of the functions, which must let them reach AWS's services by HTTPS."""


class FunctionSettings(TypedDict):
    """Settings that all functions of a component have in common."""

    platform: NotRequired[Platform]
    """The platform that the functions are packaged for. Default: `lambda`."""

    python: NotRequired[Python]
    """The version of Python that functions on Lambda run on, such as `3.13`. It must be the version that
    packages them, which runs the program or the package. Default: that version, whichever it is."""

    log_level: NotRequired[LogLevel]
    """Lines that functions log: `INFO` for one a call, or only each `ERROR`. Default: `INFO`."""

    memory: NotRequired[Memory]
    """Memory in MB, which brings its share of a processor. Default: 512: less is slower and no cheaper."""

    permissions_boundary: NotRequired[pulumi.Input[PolicyArn]]
    """The ARN of a policy that bounds what the functions' roles may do, where an account demands one. It must
    allow what the functions do. Default: none, for each role may do nothing but that."""

    vpc: NotRequired[VpcConnection]
    """A network of one's own that the functions are connected to. Default: none, for they use nothing in such
    a network, and would start later."""


def check_python(settings: FunctionSettings) -> FunctionSettings:
    """Checks that functions will run on the Python that packages them: bytecode belongs to one minor version.

    Args:
        settings: The settings. On `Platform.HOST` any version will do.

    Raises:
        PydanticCustomError: Another version packages them.
    """
    python = settings.get("python", PYTHON_VERSION)
    if settings.get("platform", Platform.LAMBDA) == Platform.LAMBDA and python != PYTHON_VERSION:
        raise PydanticCustomError(
            "python",
            "functions are to run on Python {python}, but Python {running} packages them: delete the .venv"
            " and install it with PULUMI_PYTHON_CMD=python{python}, or set python to {running}",
            {"python": python, "running": PYTHON_VERSION},
        )
    return settings
