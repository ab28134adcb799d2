"""Packaging of a feature folder of `functions/` into the archive that AWS Lambda runs."""

from infra.parts.packaging.archive import handler_module, package_function
from infra.parts.packaging.platform import PYTHON_VERSION, Platform

__all__ = ["PYTHON_VERSION", "Platform", "handler_module", "package_function"]
