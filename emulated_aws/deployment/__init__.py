"""Runs the unmodified Pulumi program against the emulated AWS, without the Pulumi CLI.

`program.py` runs it, `provider.py` answers what it registers, `services/` says how each type is created.
"""

from emulated_aws.deployment.errors import DeploymentError, UnsupportedError
from emulated_aws.deployment.program import deploy

__all__ = ["DeploymentError", "UnsupportedError", "deploy"]
