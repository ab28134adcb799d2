"""Deploys an unmodified Pulumi project to the emulated AWS, without the Pulumi CLI.

`project.py` reads and runs it, `provider.py` answers what it registers, and `services/` says how each type of
resource is created.
"""

from emulated_aws.deployment.errors import DeploymentError, RefusedError, UnsupportedError
from emulated_aws.deployment.project import deploy, stack_region

__all__ = ["DeploymentError", "RefusedError", "UnsupportedError", "deploy", "stack_region"]
