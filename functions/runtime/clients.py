"""Clients of AWS. This is the only way to them.

They have the SDK's names for everything, and its stubs' types. Decision 12 says why they are not the SDK's.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from functions.runtime.aws.client import Client
from functions.runtime.aws.config import Config
from functions.runtime.aws.service import Service

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient
    from mypy_boto3_comprehend import ComprehendClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

_Result = TypeVar("_Result")


_DEFAULT = Config()


@overload
def make_client(service: Literal["dynamodb"], config: Config = ...) -> "DynamoDBClient": ...
@overload
def make_client(service: Literal["sqs"], config: Config = ...) -> "SQSClient": ...
@overload
def make_client(service: Literal["sns"], config: Config = ...) -> "SNSClient": ...
@overload
def make_client(service: Literal["events"], config: Config = ...) -> "EventBridgeClient": ...
@overload
def make_client(service: Literal["comprehend"], config: Config = ...) -> "ComprehendClient": ...
@overload
def make_client(
    service: Literal["apigatewaymanagementapi"], config: Config = ..., endpoint_url: str | None = ...
) -> "ApiGatewayManagementApiClient": ...
def make_client(service: str, config: Config = _DEFAULT, endpoint_url: str | None = None) -> Any:
    """Makes the client of a service.

    Args:
        service: The SDK's name of the service.
        config: How long to wait, and how often to try.
        endpoint_url: Where the service is. By default where it is in AWS, or where the environment says.
    """
    found = Service.named(service)
    region = os.environ["AWS_REGION"]
    return Client(found, region, endpoint_url or found.endpoint(region), config)


def call_each(
    operation: Callable[..., _Result], calls: Iterable[Mapping[str, Any]]
) -> list[_Result | Exception]:
    """Makes many calls at once, in one thread. See `functions.runtime.aws.client.Client.call_each`.

    Args:
        operation: The operation, as a client has it: `client.post_to_connection`.
        calls: The parameters of each call.

    Returns:
        For each call in turn what it returns, or raises.
    """
    results: list[_Result | Exception] = operation.each(calls)  # type: ignore[attr-defined] # in no stub
    return results
