"""The whole program, recorded once."""

import runpy
from collections.abc import Mapping
from pathlib import Path

import pytest

from preview.recording import Recording, record

ROOT = Path(__file__).parents[2]


def record_program(settings: Mapping[str, str]) -> Recording:
    """Records the main program of a stack that packages for this machine.

    Args:
        settings: The stack's settings, such as `language`.
    """
    config = {"platform": "host", **settings}
    return record(
        lambda: runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__"),
        {f"event-driven-blog:{name}": value for name, value in config.items()},
        project="event-driven-blog",
    )


@pytest.fixture(scope="session")
def program() -> Recording:
    """The main program of a stack without settings."""
    return record_program({})
