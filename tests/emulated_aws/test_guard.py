"""Pages from elsewhere reach the deployed APIs and nothing else."""

import json
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from emulated_aws.emulator import Emulator
from tests.emulated_aws.resources import create_function, create_route

FOREIGN_PAGE = {"Origin": "https://evil.example"}


@pytest.fixture(scope="module")
def api_url(emulator: Emulator) -> str:
    """The URL of a deployed HTTP API that tells the Host it was called by."""
    api = emulator.client("apigatewayv2")
    api_id = api.create_api(Name="guarded", ProtocolType="HTTP")["ApiId"]
    source = "def handle(event, context): return {'statusCode': 200, 'body': event['headers']['host']}"
    create_route(emulator, api_id, "GET /host", create_function(emulator, source))
    api.create_stage(ApiId=api_id, StageName="$default", AutoDeploy=True)
    return f"{emulator.endpoint}/_aws/execute-api/{api_id}"


@pytest.mark.parametrize(
    "path",
    ["/", "/_ministack/health", "/_local/mailbox", "/a-bucket/key", "/_aws/cloudfront/site/", "/login"],
)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_a_foreign_request_is_refused(web: httpx.Client, path: str, headers: dict[str, str]) -> None:
    assert web.get(path, headers=headers).status_code == HTTPStatus.FORBIDDEN


def test_a_preflight_of_a_foreign_page_is_refused(web: httpx.Client) -> None:
    response = web.options("/", headers=FOREIGN_PAGE | {"Access-Control-Request-Method": "POST"})
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_our_own_is_served(web: httpx.Client, host: str) -> None:
    authority = f"{host}:{urlsplit(str(web.base_url)).port}"
    headers = {"Host": authority, "Origin": f"http://{authority}", "Sec-Fetch-Site": "same-origin"}
    assert web.get("/_local/mailbox", headers=headers).status_code == HTTPStatus.OK


def test_a_foreign_page_may_call_a_deployed_api(api_url: str) -> None:
    headers = FOREIGN_PAGE | {"Sec-Fetch-Site": "cross-site"}
    assert httpx.get(f"{api_url}/host", headers=headers).status_code == HTTPStatus.OK


def test_a_deployed_api_is_addressed_by_its_path_alone(api_url: str) -> None:
    for host in ["evil.example", "00000000.execute-api.127.0.0.1", "a-bucket.s3.localhost"]:
        response = httpx.get(f"{api_url}/host", headers={"Host": host})
        assert response.text == urlsplit(api_url).netloc


def test_addressing_an_api_by_host_is_refused(web: httpx.Client, api_url: str) -> None:
    host = f"{api_url.rsplit('/', 1)[1]}.execute-api.127.0.0.1"
    assert web.get("/host", headers={"Host": host}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "path",
    [
        "/_aws/execute-api/",
        "/_aws/execute-api/00000000",
        "/_aws/execute-api/00000000/live/@connections/abc",
        "/_aws/execute-api/00000000/live/%40connections/abc",
    ],
)
def test_what_is_not_a_path_of_an_api_is_guarded(web: httpx.Client, path: str) -> None:
    target = {"X-Amz-Target": "DynamoDB_20120810.ListTables"}
    assert web.post(path, headers=FOREIGN_PAGE | target, json={}).status_code == HTTPStatus.FORBIDDEN


def test_a_foreign_page_may_open_a_websocket_to_a_deployed_api_only(emulator: Emulator) -> None:
    api = emulator.client("apigatewayv2")
    source = "def handle(event, context): return {'statusCode': 200, 'body': 'hello'}"
    api_id = api.create_api(
        Name="guarded", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    create_route(emulator, api_id, "$default", create_function(emulator, source))
    api.create_stage(ApiId=api_id, StageName="live", AutoDeploy=True)
    url = emulator.endpoint.replace("http", "ws")
    with connect(f"{url}/_aws/execute-api/{api_id}/live", origin=Origin("https://evil.example")) as socket:
        socket.send(json.dumps({"action": "greet"}))
        assert socket.recv(timeout=10) == "hello"
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"{url}/", origin=Origin("https://evil.example"))
