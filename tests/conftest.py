"""The stack `local`, deployed once for all tests that call it."""

from collections.abc import Iterator

import pytest

from local.stack import LocalStack, local_stack
from local.steps import Steps


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    with local_stack(0, Steps()) as deployed:
        yield deployed
