"""One emulated AWS for all contract tests. Each test makes resources of its own, under names of its own."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from pulumi.automation import OutputValue

from emulated_aws.deployment import deploy
from emulated_aws.emulator import Emulator
from tests.emulated_aws.deployment_project import write_project
from tests.emulated_aws.oidc_issuer import OidcIssuer


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture(scope="session")
def web(emulator: Emulator) -> Iterator[httpx.Client]:
    """An HTTP client without credentials."""
    with httpx.Client(base_url=emulator.endpoint, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def website(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> dict[str, OutputValue]:
    """The outputs of deployment_website_program.py, whose function tells its caller's claims."""
    program = Path(__file__).with_name("deployment_website_program.py").read_text()
    project = write_project(tmp_path_factory.mktemp("website"), program)
    return deploy(project, "local", emulator.endpoint)


@pytest.fixture(scope="session")
def oidc_issuer() -> Iterator[OidcIssuer]:
    """An issuer of tokens that is not Cognito."""
    with OidcIssuer.running() as issuer:
        yield issuer


@pytest.fixture
def name() -> str:
    """A name for the resources of this test."""
    return f"test-{uuid4().hex[:12]}"
