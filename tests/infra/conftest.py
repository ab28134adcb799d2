"""The whole program, recorded once."""

import json
import runpy
from collections.abc import Mapping
from pathlib import Path

import pytest

from preview.recording import ACCOUNT, REGION, Recording, record

ROOT = Path(__file__).parents[2]

KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"
"""A key of one's own."""

BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/prod-boundary"
"""What the functions' roles may do at most."""

PAGER = f"arn:aws:sns:{REGION}:{ACCOUNT}:pager"
"""A topic of one's own, that alarms are told to."""


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
def equipped() -> Recording:
    """The main program of a stack that has all that settings can give it."""
    return record_program(
        {
            "kmsKeyArn": KEY,
            "alarmEmail": "operators@example.com",
            "alarmTopicArn": PAGER,
            "logRetentionDays": "7",
            "permissionsBoundary": BOUNDARY,
            "responseHeadersPolicyId": "policy-of-all",
            "tags": json.dumps({"team": "blog"}),
            "websocketAccessLog": "true",
        }
    )
