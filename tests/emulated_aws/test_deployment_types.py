"""Holds each entry of the deployment's table, with the resources of two programs."""

import importlib
import inspect
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args, get_type_hints

import httpx
import pytest
from pulumi._types import _py_properties
from pulumi.automation import OutputValue

from emulated_aws.deployment import deploy
from emulated_aws.deployment.data_sources import DATA_SOURCES
from emulated_aws.deployment.services import RESOURCE_TYPES
from emulated_aws.emulator import Emulator
from tests.emulated_aws.deployment_project import write_project
from tests.emulated_aws.deployment_read_back import READ_BACK as OF_EVENTS
from tests.emulated_aws.deployment_website_read_back import READ_BACK as OF_WEBSITE

READ_BACK = {**OF_EVENTS, **OF_WEBSITE}

Outputs = dict[str, OutputValue]

_DOCUMENTED_DEFAULT = re.compile(r"\b[Dd]efault(s to|s of| is| value is|:) ")


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


@pytest.mark.parametrize("token", RESOURCE_TYPES)
def test_every_output_that_aws_always_has_is_told_or_listed_absent(token: str, outputs: Outputs) -> None:
    resource_type = RESOURCE_TYPES[token]
    # That the program happens to give an optional input proves nothing about a program that does not.
    made = {*resource_type.outputs, *resource_type.defaults, resource_type.auto_named, "region", "tagsAll"}
    told = {name for name, value in outputs[token].value.items() if value is not None}
    lost = _always_there(token) - _required(token) - (made & told)
    assert lost <= {*resource_type.absent, *resource_type.not_sent}


@pytest.mark.parametrize("token", RESOURCE_TYPES)
def test_absent_lists_nothing_that_is_told(token: str) -> None:
    resource_type = RESOURCE_TYPES[token]
    assert not set(resource_type.absent) & {*resource_type.outputs, *resource_type.defaults}
    assert set(resource_type.absent) <= {name for _, name, _ in _py_properties(_sdk_class(token))}


def test_a_tables_time_to_live_and_backups_are_set(outputs: Outputs, emulator: Emulator) -> None:
    name = outputs["aws:dynamodb/table:Table"].value["name"]
    dynamodb = emulator.client("dynamodb")
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert ttl == {"AttributeName": "expiresAt", "TimeToLiveStatus": "ENABLED"}
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_default_stage_answers_at_its_invoke_url(outputs: Outputs) -> None:
    invoke_url = outputs["aws:apigatewayv2/stage:Stage"].value["invokeUrl"]
    assert httpx.post(f"{invoke_url}posts", trust_env=False).text == "hello"


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


@pytest.mark.parametrize("token", DATA_SOURCES)
def test_a_data_source_tells_everything(token: str, outputs: Outputs) -> None:
    told = outputs[token.rpartition(":")[2]].value
    assert told
    assert all(told.values())


def _sdk_class(token: str, suffix: str = "") -> type:
    _, module, name = token.split(":")
    module = module.split("/")[0].replace("lambda", "lambda_")
    return cast("type", getattr(importlib.import_module(f"pulumi_aws.{module}"), name + suffix))


def _always_there(token: str) -> set[str]:
    """The outputs that the SDK does not declare optional, or documents a default of."""
    return {
        name
        for _, name, getter in _py_properties(_sdk_class(token))
        if type(None) not in get_args(get_args(get_type_hints(getter.fget)["return"])[0])
        or _DOCUMENTED_DEFAULT.search(getter.fget.__doc__ or "")
    }


def _required(token: str) -> set[str]:
    """The inputs that every program gives."""
    arguments = _sdk_class(token, "Args")
    parameters = inspect.signature(arguments).parameters.values()
    given = {parameter.name for parameter in parameters if parameter.default is parameter.empty}
    return {name for attribute, name, _ in _py_properties(arguments) if attribute in given}


def _fill(template: object, resource: Mapping[str, Any]) -> Any:  # noqa: ANN401 JSON holds anything
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
