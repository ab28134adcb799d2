"""One emulated AWS for all contract tests. Each test makes resources of its own, under names of its own."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from local.emulator import Emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture(scope="session")
def web(emulator: Emulator) -> Iterator[httpx.Client]:
    """An HTTP client without credentials."""
    with httpx.Client(base_url=emulator.endpoint, trust_env=False) as client:
        yield client


@pytest.fixture
def name() -> str:
    """A name for the resources of this test."""
    return f"test-{uuid4().hex[:12]}"
