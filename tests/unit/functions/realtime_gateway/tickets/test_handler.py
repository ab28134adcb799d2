import json
from hashlib import sha256
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from functions.realtime_gateway.tickets.handler import handle
from tests.events import load_event
from tests.unit.functions.call import Call


def call(method: str = "POST", claims: dict[str, str] | None = None) -> dict[str, Any]:
    event = load_event("http_request")
    context = {
        **event["requestContext"],
        "http": {**event["requestContext"]["http"], "method": method},
        "authorizer": {"jwt": {"claims": claims if claims is not None else {"sub": "joe"}}},
    }
    return handle({**event, "routeKey": "POST /tickets", "requestContext": context}, Call())


def test_the_bearer_of_a_token_gets_a_ticket_that_no_cache_keeps(dynamodb: Stubber) -> None:
    item = {"ticketHash": ANY, "subject": {"S": "joe"}, "expiresAt": ANY}
    dynamodb.add_response("put_item", {}, {"TableName": "tickets", "Item": item})
    response = call()
    assert response["statusCode"] == 201
    assert response["headers"]["cache-control"] == "no-store"
    assert json.loads(response["body"]).keys() == {"ticket", "expiresAt"}


def test_a_ticket_is_not_logged(dynamodb: Stubber, capsys: pytest.CaptureFixture[str]) -> None:
    dynamodb.add_response("put_item", {})
    ticket = json.loads(call()["body"])["ticket"]
    log = capsys.readouterr().out
    assert ticket not in log
    assert sha256(ticket.encode()).hexdigest() not in log


def test_nobody_gets_no_ticket() -> None:
    assert call(claims={})["statusCode"] == 401


def test_other_methods_are_not_allowed() -> None:
    assert call("GET")["statusCode"] == 405
