"""`RealtimeGateway` on its own."""

import json

import pytest

from functions.domain.events import SOURCE, BlogPostCreated, BlogPostEnriched, BlogPostRemoved
from infra.parts.packaging import Platform
from infra.realtime_gateway import RealtimeGateway
from preview.recording import Recording, record

API = "arn:aws:execute-api:eu-west-1:123456789012:realtime-websocket-id"


@pytest.fixture(scope="module")
def gateway() -> Recording:
    """A gateway that knows the name of a bus and nothing else."""
    return record(
        lambda: RealtimeGateway(
            "realtime", {"bus_name": "my-bus", "function_settings": {"platform": Platform.HOST}}
        )
    )


def test_the_rules_match_what_the_functions_publish(gateway: Recording) -> None:
    rules = gateway.of_type("cloudwatch/eventRule:EventRule")
    assert {rule["eventBusName"] for rule in rules} == {"my-bus"}
    assert {rule.name: json.loads(rule["eventPattern"]) for rule in rules} == {
        "realtime-enriched": {"source": [SOURCE], "detail-type": [BlogPostEnriched.detail_type]},
        "realtime-created": {"source": [SOURCE], "detail-type": [BlogPostCreated.detail_type]},
        "realtime-removed": {"source": [SOURCE], "detail-type": [BlogPostRemoved.detail_type]},
    }


def test_the_action_of_a_message_chooses_its_route_and_none_goes_unanswered(gateway: Recording) -> None:
    [api] = gateway.of_type("apigatewayv2/api:Api")
    assert api["protocolType"] == "WEBSOCKET"
    assert api["routeSelectionExpression"] == "$request.body.action"
    routes = {route["routeKey"] for route in gateway.of_type("apigatewayv2/route:Route")}
    assert routes == {"$connect", "$disconnect", "$default", "subscribe", "unsubscribe", "ping"}


@pytest.mark.parametrize("function", ["realtime-routes", "realtime-push"])
def test_both_functions_may_send_to_the_connections_of_this_stage_alone(
    gateway: Recording, function: str
) -> None:
    assert {
        "Effect": "Allow",
        "Action": ["execute-api:ManageConnections"],
        "Resource": [f"{API}/live/POST/@connections/*"],
    } in gateway.statements("iam/rolePolicy:RolePolicy", function)
    variables = gateway.one("lambda/function:Function", function)["environment"]["variables"]
    assert (
        variables["MANAGEMENT_ENDPOINT"]
        == "https://realtime-websocket-id.execute-api.eu-west-1.amazonaws.com/live"
    )


def test_who_connects_needs_a_ticket(gateway: Recording) -> None:
    [authorizer] = gateway.of_type("apigatewayv2/authorizer:Authorizer")
    assert authorizer["authorizerType"] == "REQUEST"
    assert authorizer["identitySources"] == ["route.request.querystring.ticket"]
    [connect] = [r for r in gateway.of_type("apigatewayv2/route:Route") if r["routeKey"] == "$connect"]
    assert (connect["authorizationType"], connect["authorizerId"]) == ("CUSTOM", authorizer["id"])


def test_the_authorizer_can_take_tickets_and_not_make_them(gateway: Recording) -> None:
    table = gateway.one("dynamodb/table:Table", "realtime-tickets-table")
    assert table["ttl"] == {"attributeName": "expiresAt", "enabled": True}
    statements = gateway.statements("iam/rolePolicy:RolePolicy", "realtime-tickets-auth")
    on_the_table = [s["Action"] for s in statements if table["arn"] in s["Resource"]]
    assert on_the_table == [["dynamodb:DeleteItem"]]


def test_the_push_function_can_put_what_it_had_no_time_for_into_its_own_queue(gateway: Recording) -> None:
    queue = gateway.one("sqs/queue:Queue", "realtime-push")
    function = gateway.one("lambda/function:Function", "realtime-push")
    assert function["environment"]["variables"]["QUEUE_URL"] == queue["url"]
    statements = gateway.statements("iam/rolePolicy:RolePolicy", "realtime-push")
    assert any("sqs:SendMessage" in s["Action"] and s["Resource"] == [queue["arn"]] for s in statements)
    [recursion] = gateway.of_type("lambda/functionRecursionConfig:FunctionRecursionConfig")
    assert (recursion["functionName"], recursion["recursiveLoop"]) == (function["name"], "Allow")


@pytest.mark.parametrize("table", ["realtime-subscriptions", "realtime-deliveries"])
def test_what_belongs_to_connections_ends_by_itself(gateway: Recording, table: str) -> None:
    ttl = gateway.one("dynamodb/table:Table", table)["ttl"]
    assert ttl == {"attributeName": "expiresAt", "enabled": True}


def test_subscriptions_are_found_by_connection(gateway: Recording) -> None:
    table = gateway.one("dynamodb/table:Table", "realtime-subscriptions")
    assert (table["hashKey"], table["rangeKey"]) == ("channel", "connectionId")
    [index] = table["globalSecondaryIndexes"]
    assert [key["attributeName"] for key in index["keySchemas"]] == ["connectionId", "channel"]
