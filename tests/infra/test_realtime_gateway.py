"""`RealtimeGateway` on its own."""

import json

import pytest

from functions.events import SOURCE, BlogPostEnriched
from infra.packaging import Platform
from infra.realtime_gateway import RealtimeGateway
from tests.infra.recording import Recording, record

API = "arn:aws:execute-api:eu-west-1:123456789012:realtime-websocket-id"


@pytest.fixture(scope="module")
def gateway() -> Recording:
    """A gateway that knows the name of a bus and nothing else."""
    return record(
        lambda: RealtimeGateway("realtime", {"bus_name": "my-bus", "functions": {"platform": Platform.HOST}})
    )


def test_the_rule_matches_what_the_functions_publish(gateway: Recording) -> None:
    [rule] = gateway.of_type("cloudwatch/eventRule:EventRule")
    assert rule["name"] == "blogPostEnrichment"
    assert rule["eventBusName"] == "my-bus"
    assert json.loads(rule["eventPattern"]) == {
        "source": [SOURCE],
        "detail-type": [BlogPostEnriched.detail_type],
    }


def test_the_action_of_a_message_chooses_its_route_and_none_goes_unanswered(gateway: Recording) -> None:
    [api] = gateway.of_type("apigatewayv2/api:Api")
    assert api["protocolType"] == "WEBSOCKET"
    assert api["routeSelectionExpression"] == "$request.body.action"
    routes = {route["routeKey"] for route in gateway.of_type("apigatewayv2/route:Route")}
    assert routes == {"$connect", "$disconnect", "$default", "subscribe"}


@pytest.mark.parametrize("function", ["realtime-routes-function", "realtime-push"])
def test_both_functions_may_send_to_the_connections_of_this_stage_alone(
    gateway: Recording, function: str
) -> None:
    assert {
        "Effect": "Allow",
        "Action": ["execute-api:ManageConnections"],
        "Resource": [f"{API}/live/POST/@connections/*"],
    } in gateway.statements("iam/rolePolicy:RolePolicy", f"{function}-role")
    variables = gateway.one("lambda/function:Function", function)["environment"]["variables"]
    assert (
        variables["MANAGEMENT_ENDPOINT"]
        == "https://realtime-websocket-id.execute-api.eu-west-1.amazonaws.com/live"
    )


def test_subscriptions_end_by_themselves_and_are_found_by_connection(gateway: Recording) -> None:
    table = gateway.one("dynamodb/table:Table", "realtime-subscriptions")
    assert table["ttl"] == {"attributeName": "expiresAt", "enabled": True}
    assert (table["hashKey"], table["rangeKey"]) == ("channel", "connectionId")
    [index] = table["globalSecondaryIndexes"]
    assert [key["attributeName"] for key in index["keySchemas"]] == ["connectionId", "channel"]
