"""An HTTP API tells paths apart by a slash at their end, and lets pages read its own answers."""

from http import HTTPStatus

import httpx
import pytest
from pulumi.automation import OutputValue

from emulated_aws.emulator import Emulator
from tests.emulated_aws.resources import create_function, create_route

TELL = """
def handle(event, context):
    return event["routeKey"]
"""


@pytest.fixture(scope="module")
def api_url(emulator: Emulator) -> str:
    api = emulator.client("apigatewayv2")
    api_id = api.create_api(Name="pets", ProtocolType="HTTP")["ApiId"]
    function = create_function(emulator, TELL)
    for key in ("GET /pets", "GET /pets/{id}", "$default"):
        create_route(emulator, api_id, key, function)
    for stage in ("$default", "test"):
        api.create_stage(ApiId=api_id, StageName=stage, AutoDeploy=True)
    return f"/_aws/execute-api/{api_id}"


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/pets", "GET /pets"),
        ("/pets/", "$default"),
        ("/pets/1", "GET /pets/{id}"),
        ("/pets/1/", "$default"),
        ("/test/pets", "GET /pets"),
        ("/test/pets/", "$default"),
        ("/", "$default"),
    ],
)
def test_a_slash_at_the_end_makes_another_path(
    web: httpx.Client, api_url: str, path: str, route: str
) -> None:
    assert web.get(api_url + path).text == route


def test_a_page_may_read_that_it_lacks_a_token(website: dict[str, OutputValue], web: httpx.Client) -> None:
    def refused(origin: str) -> httpx.Headers:
        answer = web.get(f"{website['apiUrl'].value}whoami", headers={"Origin": origin})
        assert answer.status_code == HTTPStatus.UNAUTHORIZED
        return answer.headers

    assert refused("https://example.org")["access-control-allow-origin"] == "https://example.org"
    assert "access-control-allow-origin" not in refused("https://evil.example")
