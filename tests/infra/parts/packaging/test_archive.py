"""Archives of the functions of any project."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from infra.parts.packaging import FunctionCode, Platform, package_function
from infra.parts.packaging.archive import zip_files

ROOT = Path(__file__).parents[4]

# Some pins, with hashes, that installed before: those of the example.
LOCK = (ROOT / "examples" / "fraud_check" / "fraud_check" / "requirements.txt").read_text()

PROGRAM = """
import sys
from pathlib import Path
from infra.parts.packaging import Platform, package_function
here = Path(sys.argv[1])
package_function(
    "app.handler.handle", root=here, lock=here / "lock.txt", cache=here / ".build", platform=Platform.HOST
)
"""


@pytest.fixture
def package(tmp_path: Path) -> Package: ...
