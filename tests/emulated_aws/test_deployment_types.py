"""Holds each entry of the deployment's table, with the resources of two programs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from pulumi.automation import OutputValue

from emulated_aws.deployment import deploy
from emulated_aws.deployment.services import RESOURCE_TYPES
from emulated_aws.emulator import Emulator
from tests.emulated_aws.deployment_project import write_project
from tests.emulated_aws.deployment_read_back import READ_BACK as OF_EVENTS
from tests.emulated_aws.deployment_website_read_back import READ_BACK as OF_WEBSITE

READ_BACK = {**OF_EVENTS, **OF_WEBSITE}

Outputs = dict[str, OutputValue]


@pytest.fixture(scope="module")
def outputs(emulator: Emulator, website: Outputs, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    program = Path(__file__).with_name("deployment_program.py").read_text()
    project = write_project(tmp_path_factory.mktemp("trial"), program)
    return {**website, **deploy(project, "local", emulator.endpoint)}


@pytest.mark.parametrize("token", RESOURCE_TYPES)
def test_a_resource_reads_back_as_asked(token: str, outputs: Outputs, emulator: Emulator) -> None:
    resource = outputs[token].value
    service, operation, request, expected = READ_BACK[token]
    client = cast("Any", emulator).client(service)
    answer = getattr(client, operation)(**_fill(request, resource))
    _assert_part(_fill(expected, resource), answer)


def test_a_tables_time_to_live_and_backups_are_set(outputs: Outputs, emulator: Emulator) -> None:
    name = outputs["aws:dynamodb/table:Table"].value["name"]
    dynamodb = emulator.client("dynamodb")
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert ttl == {"AttributeName": "expiresAt", "TimeToLiveStatus": "ENABLED"}
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_default_stage_answers_at_its_invoke_url(outputs: Outputs) -> None:
    invoke_url = outputs["aws:apigatewayv2/stage:Stage"].value["invokeUrl"]
    assert httpx.post(f"{invoke_url}orders", trust_env=False).text == "hello"


def test_a_websocket_stage_has_its_name_in_its_url(outputs: Outputs) -> None:
    assert outputs["websocketUrl"].value == f"{outputs['websocketEndpoint'].value}/live"
    assert outputs["websocketUrl"].value.startswith("ws://127.0.0.1:")


def test_a_websocket_route_has_its_authorizer(outputs: Outputs, emulator: Emulator) -> None:
    api, route_id = emulator.client("apigatewayv2"), outputs["websocketRoute"].value
    route = api.get_route(**route_id)
    assert route["AuthorizationType"] == "CUSTOM"
    authorizer = api.get_authorizer(ApiId=route_id["ApiId"], AuthorizerId=route["AuthorizerId"])
    assert authorizer["IdentitySource"] == ["route.request.querystring.ticket"]
    function_arn = outputs["aws:lambda/function:Function"].value["arn"]
    assert function_arn in authorizer["AuthorizerUri"]


def _fill(template: object, resource: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON holds anything
    """Puts the outputs of a resource in the place of their names in braces."""
    match template:
        case dict():
            return {key: _fill(value, resource) for key, value in template.items()}
        case list():
            return [_fill(item, resource) for item in template]
        case str() if template[0] == "{" and template[-1] == "}":
            return resource[template[1:-1]]
    return template


def _assert_part(expected: object, actual: object) -> None:
    """Asserts that all that is expected is there. JSON in a text is read."""
    match expected, actual:
        case dict() | list(), str():
            _assert_part(expected, json.loads(actual))
        case dict(), dict():
            for key, value in expected.items():
                _assert_part(value, actual.get(key))
        case list(), list():
            assert len(expected) == len(actual)
            for item, actual_item in zip(expected, actual, strict=True):
                _assert_part(item, actual_item)
        case _:
            assert actual == expected
