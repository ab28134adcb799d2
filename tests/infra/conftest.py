"""The whole program, recorded once."""

import runpy
from collections.abc import Mapping
from pathlib import Path

import pytest

from preview.recording import ACCOUNT, REGION, Recording, record

ROOT = Path(__file__).parents[2]

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"
"""A key of one's own."""


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


@pytest.fixture(scope="session")
def encrypted() -> Recording:
    """The main program of a stack with a key of its own, and with all that a stack may have."""
    return record_program(
        {"kmsKeyArn": KEY, "alarmEmail": "operators@example.com", "websocketAccessLog": "true"}
    )
