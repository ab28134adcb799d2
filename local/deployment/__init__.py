"""Runs the unmodified Pulumi program against the emulated AWS, without the Pulumi CLI.

`program.py` runs it, `provider.py` answers what it registers, `services/` says how each type is created.
"""

from local.deployment.errors import DeploymentError, UnsupportedError
from local.deployment.program import deploy

__all__ = ["DeploymentError", "UnsupportedError", "deploy"]
