from hashlib import sha256

import boto3
import pytest
from botocore.stub import ANY, Stubber

from functions.ticket_store import TicketStore

TICKET = "6Vw5T0dK2fXn6m1x3sJZlJk0cUjv1mC8q8r8Jm0o9aE"
REDEEM = {
    "TableName": "tickets",
    "Key": {"ticketHash": {"S": sha256(TICKET.encode()).hexdigest()}},
    "ConditionExpression": "expiresAt > :now",
    "ExpressionAttributeValues": {":now": {"N": "1000"}},
    "ReturnValues": "ALL_OLD",
}


@pytest.fixture
def tickets(dynamodb: Stubber) -> TicketStore:  # noqa: ARG001 (the client is stubbed)
    return TicketStore(boto3.client("dynamodb"), "tickets", clock=lambda: 1000.5)


def test_a_ticket_is_stored_for_a_minute_as_its_hash(tickets: TicketStore, dynamodb: Stubber) -> None:
    item = {"ticketHash": ANY, "subject": {"S": "joe"}, "expiresAt": {"N": "1060"}}
    dynamodb.add_response("put_item", {}, {"TableName": "tickets", "Item": item})
    assert tickets.issue("joe").expires_at == "1970-01-01T00:17:40.000Z"


def test_each_ticket_is_another_and_cannot_be_guessed(tickets: TicketStore, dynamodb: Stubber) -> None:
    for _ticket in range(2):
        dynamodb.add_response("put_item", {})
    first, second = tickets.issue("joe").ticket, tickets.issue("joe").ticket
    assert first != second
    assert len(first) == 43  # 256 bits, 6 a character


def test_a_ticket_is_redeemed_by_deleting_it(tickets: TicketStore, dynamodb: Stubber) -> None:
    dynamodb.add_response("delete_item", {"Attributes": {"subject": {"S": "joe"}}}, REDEEM)
    assert tickets.redeem(TICKET) == "joe"


def test_an_unknown_or_used_or_expired_ticket_is_nobodys(tickets: TicketStore, dynamodb: Stubber) -> None:
    dynamodb.add_client_error("delete_item", "ConditionalCheckFailedException", expected_params=REDEEM)
    assert tickets.redeem(TICKET) is None
