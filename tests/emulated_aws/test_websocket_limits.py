"""Messages on a WebSocket are text, and have a size that API Gateway takes."""

from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import ClientConnection, connect

from emulated_aws.emulator import REGION, ROOT_KEY, Emulator
from tests.emulated_aws.resources import create_function, create_websocket_api

ECHO = """
def handle(event, context):
    context = event["requestContext"]
    size = len(event.get("body") or "")
    return {"statusCode": 200, "body": f"{context['connectionId']} {size}"}
"""
FRAME = 32 * 1024
MESSAGE = 128 * 1024


@pytest.fixture(scope="module")
def path(emulator: Emulator) -> str:
    return create_websocket_api(emulator, create_function(emulator, ECHO))


@pytest.fixture
def socket(emulator: Emulator, path: str) -> Iterator[ClientConnection]:
    with connect(emulator.endpoint.replace("http", "ws") + path, proxy=None) as connection:
        yield connection


@pytest.fixture
def management_api(emulator: Emulator, path: str) -> ApiGatewayManagementApiClient:
    session = boto3.Session(ROOT_KEY, ROOT_KEY, region_name=REGION)
    return session.client(
        "apigatewaymanagementapi", endpoint_url=emulator.endpoint + path, config=Config(proxies={})
    )


def code_of_closing(socket: ClientConnection) -> int:
    with pytest.raises(ConnectionClosedError) as closed:
        socket.recv(timeout=10)
    assert closed.value.rcvd
    return closed.value.rcvd.code


def test_a_binary_frame_closes_the_connection(socket: ClientConnection) -> None:
    socket.send(b"{}")
    assert code_of_closing(socket) == 1003


def test_a_frame_of_32_kb_is_taken(socket: ClientConnection) -> None:
    socket.send("x" * FRAME)
    assert str(socket.recv(timeout=10)).endswith(f" {FRAME}")


@pytest.mark.parametrize("frame", ["x" * (FRAME + 1), "é" * (FRAME // 2 + 1)])
def test_a_larger_frame_closes_the_connection(socket: ClientConnection, frame: str) -> None:
    socket.send(frame)
    assert code_of_closing(socket) == 1009


def test_a_message_of_128_kb_is_taken_in_frames(socket: ClientConnection) -> None:
    for _ in range(2):  # the second is measured anew
        socket.send(["x" * FRAME] * (MESSAGE // FRAME))
        assert str(socket.recv(timeout=10)).endswith(f" {MESSAGE}")


def test_a_larger_message_closes_the_connection(socket: ClientConnection) -> None:
    socket.send(["x" * FRAME] * (MESSAGE // FRAME) + ["x"])
    assert code_of_closing(socket) == 1009


def test_a_backend_cannot_send_more_than_128_kb(
    socket: ClientConnection, management_api: ApiGatewayManagementApiClient
) -> None:
    socket.send("who am I?")
    connection_id = str(socket.recv(timeout=10)).split()[0]
    with pytest.raises(management_api.exceptions.PayloadTooLargeException) as refused:
        management_api.post_to_connection(ConnectionId=connection_id, Data=b"x" * (MESSAGE + 1))
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413
    management_api.post_to_connection(ConnectionId=connection_id, Data=b"x" * MESSAGE)
    assert len(socket.recv(timeout=10)) == MESSAGE
