"""The stack `local`, deployed once for all tests that call it, and who runs beside whom."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.stack import LocalStack, local_stack
from local.steps import Steps

_TESTS = Path(__file__).parent


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    with local_stack(0, Steps()) as deployed:
        yield deployed


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets two processes share the tests: those of one stack stay together, and the longest go first."""
    seen: Counter[str] = Counter()
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
        # Schemathesis names all operations alike, and of tests that are named alike xdist runs one.
        name = item.nodeid
        if seen[name]:
            item._nodeid = f"{name}-{seen[name]}"  # type: ignore[attr-defined] # there is no other way
        seen[name] += 1
    items.sort(key=lambda item: _ORDER.index(_group(item)))


# The browser's first, for they count what a new stack shows; then those of other stacks, then all others.
_ORDER = ("browser", "stack", "faults", "emulated_aws", "infra", "local", "unit", "")


def _group(item: pytest.Item) -> str:
    folder = item.path.relative_to(_TESTS).parts[0]
    if folder in ("end_to_end", "stores"):
        return "stack"
    return folder if folder in _ORDER else ""
