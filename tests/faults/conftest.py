"""A stack of their own for tests that break it: what other tests leave in queues comes back minutes later."""

from collections.abc import Iterator

import pytest

from local.stack import LocalStack, local_stack
from local.steps import Steps


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    with local_stack(0, Steps()) as deployed:
        yield deployed
