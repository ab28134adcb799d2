"""Client of functions that answers from a script, and is held to the SDK in what it would send."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import botocore.exceptions
from botocore.client import BaseClient
from botocore.session import get_session

from functions.runtime.aws.answer import Answer
from functions.runtime.aws.client import Client, Failure
from functions.runtime.aws.config import Config
from functions.runtime.aws.request import Request
from functions.runtime.aws.service import Service

REGION = "us-east-1"


@cache
def sdk_client(service: str) -> BaseClient:
    """Makes botocore's client, once: that takes a while. Its `Stubber` has the script."""
    client: BaseClient = get_session().create_client(
        service,
        REGION,
        aws_access_key_id="key",
        aws_secret_access_key="none",  # noqa: S106 - nobody is called
    )
    return client


class StubbedClient(Client):
    """A client whose calls go to botocore's, and so to its `Stubber`: that knows the services' models."""

    def call_each(self, operation: str, calls: Iterable[Mapping[str, Any]]) -> list[dict[str, Any] | Failure]:
        return [self._ask_the_sdk(operation, parameters) for parameters in calls]

    def _ask_the_sdk(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any] | Failure:
        sdk = sdk_client(self._service.name)
        assert_as_the_sdk(self._write(operation, parameters), sdk, operation, parameters)
        [method] = [name for name, called in sdk.meta.method_to_api_mapping.items() if called == operation]
        try:
            response: dict[str, Any] = getattr(sdk, method)(**parameters)
        except botocore.exceptions.ClientError as error:
            content: dict[str, Any] = dict(error.response)
            answer = Answer(content["ResponseMetadata"]["HTTPStatusCode"], {}, b"")
            return self.exceptions.of_code(content["Error"]["Code"])(content, operation, answer)
        return response


@cache
def make_stubbed_client(service: str) -> StubbedClient:
    """Makes the functions' client, which keeps what is set on it."""
    return StubbedClient(Service.named(service), REGION, "https://example.com", Config())


def assert_as_the_sdk(
    request: Request, sdk: BaseClient, operation: str, parameters: Mapping[str, Any]
) -> None:
    """Asserts that a request says what botocore's would, which first holds the parameters to the model."""
    model = sdk.meta.service_model.operation_model(operation)
    serializer = sdk._serializer  # type: ignore[attr-defined] # in no stub
    expected = serializer.serialize_to_request(parameters, model)
    headers = {name.lower(): value for name, value in expected["headers"].items()}
    headers.pop(
        "x-amzn-query-mode", None
    )  # asks SQS for the codes of errors that it had before it spoke JSON
    assert request.path == expected["url_path"]
    assert {name: value for name, value in request.headers.items() if name != "host"} == headers
    match expected["body"]:
        case dict() as form:
            assert dict(parse_qsl(request.body.decode(), keep_blank_values=True)) == form
        case bytes() as body if "x-amz-target" in headers:
            assert json.loads(request.body) == json.loads(body)
        case body:
            assert request.body == body
