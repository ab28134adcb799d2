from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from functions.realtime_gateway.authorizer.handler import handle
from tests.events import load_event
from tests.unit.functions.call import Call

EVENT = load_event("websocket_authorizer")
TICKET = EVENT["queryStringParameters"]["ticket"]


def policy(effect: str) -> dict[str, object]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": EVENT["methodArn"]}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_ticket_opens_this_connection_for_its_subject(dynamodb: Stubber) -> None:
    dynamodb.add_response(
        "delete_item",
        {"Attributes": {"subject": {"S": "joe"}}},
        {
            "TableName": "tickets",
            "Key": {"ticketHash": {"S": sha256(TICKET.encode()).hexdigest()}},
            "ConditionExpression": ANY,
            "ExpressionAttributeValues": ANY,
            "ReturnValues": "ALL_OLD",
        },
    )
    assert handle(EVENT, Call()) == {
        "principalId": "joe",
        "policyDocument": policy("Allow"),
        "context": {"subject": "joe"},
    }


@pytest.mark.parametrize("query", [{"ticket": "wrong"}, {"ticket": ""}, {}, None])
def test_without_a_good_ticket_nobody_connects(query: dict[str, str] | None, dynamodb: Stubber) -> None:
    dynamodb.add_client_error("delete_item", "ConditionalCheckFailedException")
    answer = handle({**EVENT, "queryStringParameters": query}, Call())
    assert answer == {"principalId": "nobody", "policyDocument": policy("Deny"), "context": {}}


def test_a_ticket_is_not_logged(dynamodb: Stubber, logged: Callable[[], list[dict[str, Any]]]) -> None:
    dynamodb.add_response("delete_item", {"Attributes": {"subject": {"S": "joe"}}})
    handle(EVENT, Call())
    (line,) = logged()
    assert line["message"] == "connection authorized"
    assert TICKET not in str(line)
