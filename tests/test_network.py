"""No test reaches another machine."""

import socket

import httpx
import pytest

refused = pytest.raises(pytest.fail.Exception, match="not this machine")


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_no_other_machine_is_connected_to(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as one, refused:
        one.connect(address)


def test_no_name_of_another_machine_is_looked_up() -> None:
    with refused:
        httpx.get("http://example.com", trust_env=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is(host: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1])) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_so_is_a_socket_without_an_address() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"
