from hashlib import sha256

import pytest
from botocore.stub import Stubber

from functions.realtime_gateway.ticket_store import TicketStore
from functions.runtime.clients import make_client

TICKET = "6Vw5T0dK2fXn6m1x3sJZlJk0cUjv1mC8q8r8Jm0o9aE"
KEY = {"ticketHash": {"S": sha256(TICKET.encode()).hexdigest()}}
REDEEM = {
    "TableName": "tickets",
    "Key": KEY,
    "ConditionExpression": "expiresAt > :now",
    "ExpressionAttributeValues": {":now": {"N": "1000"}},
    "ReturnValues": "ALL_OLD",
}


@pytest.fixture
def tickets(dynamodb: Stubber) -> TicketStore:  # noqa: ARG001 - the client is stubbed
    return TicketStore(make_client("dynamodb"), "tickets", clock=lambda: 1000.5)


def test_a_ticket_is_stored_as_its_hash(tickets: TicketStore, dynamodb: Stubber) -> None:
    item = {**KEY, "subject": {"S": "joe"}, "expiresAt": {"N": "1060"}}
    dynamodb.add_response("put_item", {}, {"TableName": "tickets", "Item": item})
    assert tickets.add(TICKET, "joe", lifetime=60) == 1060


def test_a_ticket_is_redeemed_by_deleting_it(tickets: TicketStore, dynamodb: Stubber) -> None:
    dynamodb.add_response("delete_item", {"Attributes": {"subject": {"S": "joe"}}}, REDEEM)
    assert tickets.redeem(TICKET) == "joe"


def test_an_unknown_or_used_or_expired_ticket_is_nobodys(tickets: TicketStore, dynamodb: Stubber) -> None:
    dynamodb.add_client_error("delete_item", "ConditionalCheckFailedException", expected_params=REDEEM)
    assert tickets.redeem(TICKET) is None
