"""A function decides who may open a WebSocket, by the ticket in its address."""

import json
from http import HTTPStatus

import pytest
from websockets.exceptions import InvalidStatus
from websockets.http11 import Response
from websockets.sync.client import connect

from emulated_aws.emulator import Emulator
from tests.emulated_aws.resources import create_function, create_route

# Tells what it was asked, in the context of its answer.
AUTHORIZER = """
import json
def handle(event, context):
    ticket = event["queryStringParameters"]["ticket"]
    effect = "Allow" if ticket == "good" else "Deny"
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": event["methodArn"]}
    return {
        "principalId": "somebody",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"type": event["type"], "methodArn": event["methodArn"]},
    }
"""
ECHO = """
import json
def handle(event, context):
    return {"statusCode": 200, "body": json.dumps(event["requestContext"])}
"""


@pytest.fixture(scope="module")
def url(emulator: Emulator) -> str:
    api = emulator.client("apigatewayv2")
    api_id = api.create_api(
        Name="ticketed", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    function = create_function(emulator, AUTHORIZER)
    authorizer = api.create_authorizer(
        ApiId=api_id,
        Name="tickets",
        AuthorizerType="REQUEST",
        AuthorizerUri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations",
        IdentitySource=["route.request.querystring.ticket"],
    )["AuthorizerId"]
    echo = create_function(emulator, ECHO)
    create_route(emulator, api_id, "$connect", echo, AuthorizationType="CUSTOM", AuthorizerId=authorizer)
    create_route(emulator, api_id, "$default", echo)
    api.create_stage(ApiId=api_id, StageName="live", AutoDeploy=True)
    return f"{emulator.endpoint.replace('http', 'ws')}/_aws/execute-api/{api_id}/live"


def refusal(url: str) -> Response:
    """Tries in vain to connect; returns how the handshake is answered."""
    with pytest.raises(InvalidStatus) as refused:
        connect(url)
    return refused.value.response


def test_what_the_authorizer_says_comes_with_every_message(url: str) -> None:
    with connect(f"{url}?ticket=good") as socket:
        socket.send("{}")
        request = json.loads(socket.recv(timeout=10))
    method_arn = f"arn:aws:execute-api:us-east-1:000000000000:{request['apiId']}/live/$connect"
    assert request["authorizer"] == {
        "principalId": "somebody",
        "type": "REQUEST",
        "methodArn": method_arn,
    }


def test_who_is_denied_gets_a_403(url: str) -> None:
    response = refusal(f"{url}?ticket=bad")
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "User is not authorized" in json.loads(response.body)["message"]


@pytest.mark.parametrize("query", ["", "?ticket=", "?token=good"])
def test_without_a_ticket_nobody_asks_the_function(url: str, query: str) -> None:
    response = refusal(f"{url}{query}")
    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert json.loads(response.body)["message"] == "Unauthorized"
