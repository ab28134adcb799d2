"""Packaging of Python functions into the archives that AWS Lambda runs, for any project.

It follows imports, and takes distributions from a lock file (docs/decisions/0004-packaging.md).
"""

from infra.parts.packaging.archive import FunctionCode, package_function
from infra.parts.packaging.platform import PYTHON_VERSION, Platform

__all__ = ["PYTHON_VERSION", "FunctionCode", "Platform", "package_function"]
