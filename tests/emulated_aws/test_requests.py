"""Requests that the local deployment makes of resources' inputs."""

import botocore.session

from emulated_aws.deployment.request import build_request
from emulated_aws.deployment.services import RESOURCE_TYPES


def test_an_empty_list_is_not_sent_as_the_provider_sends_none() -> None:
    """DynamoDB: One or more parameter values were invalid: List of GlobalSecondaryIndexes is empty."""
    table = RESOURCE_TYPES["aws:dynamodb/table:Table"]
    model = botocore.session.get_session().get_service_model(table.service).operation_model(table.create)
    inputs = {"name": "posts", "globalSecondaryIndexes": [], "attributes": []}
    request = build_request(model.input_shape, inputs, table.renames)
    assert request == {"TableName": "posts"}


def test_an_empty_list_that_the_service_demands_is_sent_for_it_to_refuse() -> None:
    model = botocore.session.get_session().get_service_model("events").operation_model("PutTargets")
    assert build_request(model.input_shape, {"targets": []}, {}) == {"Targets": []}
