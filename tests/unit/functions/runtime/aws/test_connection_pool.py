"""Connections, which are used again while that is safe."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.unit.functions.runtime.aws.conftest import MakeClient
from tests.unit.functions.runtime.aws.server import Reply, Server


def test_a_connection_is_used_again(make_client: MakeClient, server: Server) -> None:
    client = make_client()
    for _ in range(5):
        client.put_item()
    assert server.connections == 1


def test_a_connection_is_used_again_after_an_error(make_client: MakeClient, server: Server) -> None:
    server.replies = [Reply(400, b'{"__type": "ValidationException"}')]
    client = make_client()
    with pytest.raises(client.exceptions.ValidationException):
        client.put_item()
    client.put_item()
    assert server.connections == 1


@pytest.mark.parametrize("headers", [{}, {"Connection": "close"}], ids=["silently", "with notice"])
def test_one_that_the_server_closes_is_not(
    make_client: MakeClient, server: Server, headers: dict[str, str]
) -> None:
    server.replies = [Reply(closes=True, headers=headers)]
    client = make_client(attempts=1)  # so that nothing is repeated
    client.put_item()
    time.sleep(0.1)  # until that has come
    client.put_item()
    assert server.connections == 2
    assert len(server.requests) == 2


def test_a_request_that_failed_leaves_no_connection(
    make_client: MakeClient, server: Server, pauses: list[float]
) -> None:
    server.replies = [Reply(status=None)]
    make_client().put_item()
    assert server.connections == 2
    assert len(pauses) == 1


def test_each_of_many_threads_has_its_own(make_client: MakeClient, server: Server) -> None:
    client = make_client("sqs")
    bodies = [f'{{"n": {n}}}'.encode() for n in range(40)]
    server.replies = [Reply(body=b"{}", after=0.02) for _ in bodies]
    with ThreadPoolExecutor(8) as executor:
        assert list(executor.map(lambda _: client.send_message(), bodies)) == [{}] * 40
    assert server.connections <= 8


def test_a_proxy_is_told_where_the_request_goes(
    make_client: MakeClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    server.url = "http://aws.example.com:4566"
    make_client(path="/base").put_item()
    [(path, headers, _)] = server.requests
    assert path == "http://aws.example.com:4566/base/"
    assert headers["host"] == "aws.example.com:4566"
