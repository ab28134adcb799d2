"""The whole program, recorded once."""

import runpy
from pathlib import Path

import pytest

from tests.infra.recording import Recording, record

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def program() -> Recording:
    """The main program of a stack that packages for this machine."""
    return record(
        lambda: runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__"),
        {"event-driven-blog:platform": "host"},
    )
