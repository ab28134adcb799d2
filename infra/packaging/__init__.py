"""Turns a feature folder of `functions/` into the archive that AWS Lambda runs."""

from infra.packaging.archive import package_function
from infra.packaging.platform import PYTHON_VERSION, Platform

__all__ = ["PYTHON_VERSION", "Platform", "package_function"]
