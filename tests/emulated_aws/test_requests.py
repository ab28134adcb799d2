"""Requests that the local deployment makes of resources' inputs."""

import botocore.session
from botocore.model import StructureShape

from emulated_aws.deployment.request import build_request
from emulated_aws.deployment.services import RESOURCE_TYPES


def input_of(service: str, operation: str) -> StructureShape:
    shape = botocore.session.get_session().get_service_model(service).operation_model(operation).input_shape
    assert shape
    return shape


def test_an_empty_list_is_not_sent_as_the_provider_sends_none() -> None:
    """DynamoDB: One or more parameter values were invalid: List of GlobalSecondaryIndexes is empty."""
    table = RESOURCE_TYPES["aws:dynamodb/table:Table"]
    inputs = {"name": "posts", "globalSecondaryIndexes": [], "attributes": []}
    request = build_request(input_of(table.service, table.create), inputs, table.renames)
    assert request == {"TableName": "posts"}


def test_an_empty_list_that_the_service_demands_is_sent_for_it_to_refuse() -> None:
    assert build_request(input_of("events", "PutTargets"), {"targets": []}, {}) == {"Targets": []}
