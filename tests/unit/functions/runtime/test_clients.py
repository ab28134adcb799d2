"""Clients of AWS, as functions make them."""

from typing import cast

import pytest

from functions.runtime.aws.client import Client
from functions.runtime.aws.config import Config
from functions.runtime.clients import call_each, make_client
from tests.unit.functions.runtime.aws.conftest import disconnect
from tests.unit.functions.runtime.aws.server import Reply, serving

# The timeout of a function, in seconds (`infra.parts.lambda_function.DEFAULT_TIMEOUT`).
TIMEOUT = 10


def test_a_call_without_an_answer_can_be_repeated_in_time() -> None:
    assert 2 * (Config().connect_timeout + Config().read_timeout) <= TIMEOUT


@pytest.fixture
def real_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.runtime.clients.Client", Client)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")


@pytest.mark.usefixtures("real_clients")
def test_a_client_signs_for_the_functions_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "ap-south-1")
    with serving() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        client = make_client("sqs")
        client.send_message(QueueUrl="-", MessageBody="x")
    disconnect(cast("Client", client))
    [(_, headers, _)] = server.requests
    assert "/ap-south-1/sqs/" in headers["authorization"]


@pytest.mark.usefixtures("real_clients")
def test_many_calls_can_be_made_at_once() -> None:
    with serving() as server:
        server.replies = [Reply(status=None)]
        api = make_client("apigatewaymanagementapi", Config(attempts=1), f"{server.url}/live")
        calls = [{"ConnectionId": connection_id, "Data": b"x"} for connection_id in ("ann", "bob")]
        results = call_each(api.post_to_connection, calls)
    disconnect(cast("Client", api))
    assert [isinstance(result, Exception) for result in results].count(True) == 1
    assert {path for path, _, _ in server.requests} == {f"/live/@connections/{one}" for one in ("ann", "bob")}
