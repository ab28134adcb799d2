from collections.abc import Callable, Iterator

import pytest

from functions.runtime.aws import client
from functions.runtime.aws.client import Client
from functions.runtime.aws.config import Config
from functions.runtime.aws.service import Service
from tests.unit.functions.runtime.aws.server import Server, serving

MakeClient = Callable[..., Client]


def disconnect(client: Client) -> None:
    """Closes what a function leaves to the end of its process."""
    for connection in client._pool._idle:
        connection.close()


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    monkeypatch.delenv("HTTP_PROXY", raising=False)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Instead of being slept, pauses are collected."""
    slept: list[float] = []
    monkeypatch.setattr(client, "sleep", slept.append)
    return slept


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def make_client(server: Server) -> Iterator[MakeClient]:
    """Makes clients of the server, as if it were DynamoDB by default."""
    made: list[Client] = []

    def make(service: str = "dynamodb", path: str = "", **config: float) -> Client:
        made.append(Client(Service.named(service), "eu-west-1", server.url + path, Config(**config)))  # type: ignore[arg-type] # attempts is whole
        return made[-1]

    yield make
    for one in made:
        disconnect(one)
