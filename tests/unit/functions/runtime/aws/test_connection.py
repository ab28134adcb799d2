"""Connections to servers with a certificate, and to those whose URL names no port."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions.blog_api.sessions.http_client import FetchError, fetch
from functions.runtime.aws import connection
from functions.runtime.aws.client import Client
from functions.runtime.aws.config import Config
from functions.runtime.aws.errors import UnreachableError
from functions.runtime.aws.service import Service
from tests.unit.functions.runtime.aws.certificates import Authority
from tests.unit.functions.runtime.aws.conftest import disconnect
from tests.unit.functions.runtime.aws.server import Server, serving


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that nobody trusts."""
    return Authority(tmp_path_factory.mktemp("unknown"))


@pytest.fixture(autouse=True)
def trust(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Trusts the authority, as the system's are trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    connection._tls_context.cache_clear()
    yield
    connection._tls_context.cache_clear()


def serving_tls(certificate: Path) -> AbstractContextManager[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return serving(context)


def call(url: str, times: int = 1) -> None:
    """Calls AWS at a URL."""
    client = Client(Service.named("dynamodb"), "eu-west-1", url, Config(attempts=2))
    try:
        for _ in range(times):
            client.list_tables()
    finally:
        disconnect(client)


each_client = pytest.mark.parametrize(("ask", "refusal"), [(call, UnreachableError), (fetch, FetchError)])


@each_client
def test_a_server_that_a_known_authority_vouches_for_is_asked(
    authority: Authority, ask: Callable[[str], object], refusal: type[Exception]
) -> None:
    del refusal
    with serving_tls(authority.issue("localhost")) as server:
        ask(server.url)
    assert len(server.requests) == 1


@each_client
def test_one_that_no_known_authority_vouches_for_is_asked_nothing(
    stranger: Authority, ask: Callable[[str], object], refusal: type[Exception]
) -> None:
    with serving_tls(stranger.issue("localhost")) as server, pytest.raises(refusal) as refused:
        ask(server.url)
    assert "unable to get local issuer certificate" in str(refused.value.__cause__)
    assert server.requests == []


@each_client
def test_one_with_another_host_name_is_asked_nothing(
    authority: Authority, ask: Callable[[str], object], refusal: type[Exception]
) -> None:
    with serving_tls(authority.issue("example.com")) as server, pytest.raises(refusal) as refused:
        ask(server.url)
    assert "Hostname mismatch" in str(refused.value.__cause__)
    assert server.requests == []


def test_a_connection_with_tls_is_used_again(authority: Authority) -> None:
    with serving_tls(authority.issue("localhost")) as server:
        call(server.url, times=3)
    assert (server.connections, len(server.requests)) == (1, 3)


def asked_at(server: Server, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Leads all connections to a server. Returns the addresses that are asked for."""
    asked: list[Any] = []
    create = socket.create_connection
    port = urlsplit(server.url).port

    def create_connection(address: tuple[str, int], *arguments: Any) -> socket.socket:  # noqa: ANN401 - as its own
        asked.append(address)
        return create(("127.0.0.1", port), *arguments)

    monkeypatch.setattr(socket, "create_connection", create_connection)
    return asked


def test_https_goes_to_its_own_port_unless_the_url_names_one(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving_tls(authority.issue("aws.example.com")) as server:
        asked = asked_at(server, monkeypatch)
        call("https://aws.example.com")
        call("https://aws.example.com:8443/live")
    assert asked == [("aws.example.com", 443), ("aws.example.com", 8443)]
    assert [headers["host"] for _, headers, _ in server.requests] == [
        "aws.example.com",
        "aws.example.com:8443",
    ]


def test_http_goes_to_its_own_port_unless_the_url_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        asked = asked_at(server, monkeypatch)
        call("http://aws.example.com")
        call("http://aws.example.com:8080")
    assert asked == [("aws.example.com", 80), ("aws.example.com", 8080)]
