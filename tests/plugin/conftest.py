"""The component package's plugin, started once."""

from collections.abc import Iterator

import pytest

from tests.plugin.engine import Engine, Plugin, run_engine, run_plugin


@pytest.fixture(scope="session")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plugin]:
    """The plugin, in a process of its own."""
    with run_plugin(tmp_path_factory.mktemp("project")) as running:
        yield running


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An engine that deploys."""
    with run_engine() as running:
        yield running


@pytest.fixture
def preview() -> Iterator[Engine]:
    """An engine that previews a first deployment."""
    with run_engine(is_preview=True) as running:
        yield running
