import pytest
from botocore.stub import ANY, Stubber

from functions.realtime_gateway.ticket_store import TicketStore
from functions.realtime_gateway.tickets.logic import issue_ticket
from functions.runtime.clients import make_client


@pytest.fixture
def tickets(dynamodb: Stubber) -> TicketStore:  # noqa: ARG001 - the client is stubbed
    return TicketStore(make_client("dynamodb"), "tickets", clock=lambda: 1000.5)


def test_a_ticket_is_good_for_a_minute(tickets: TicketStore, dynamodb: Stubber) -> None:
    item = {"ticketHash": ANY, "subject": {"S": "joe"}, "expiresAt": {"N": "1060"}}
    dynamodb.add_response("put_item", {}, {"TableName": "tickets", "Item": item})
    assert issue_ticket("joe", tickets).expires_at == "1970-01-01T00:17:40.000Z"


def test_each_ticket_is_another_and_cannot_be_guessed(tickets: TicketStore, dynamodb: Stubber) -> None:
    for _ticket in range(2):
        dynamodb.add_response("put_item", {})
    first, second = issue_ticket("joe", tickets).ticket, issue_ticket("joe", tickets).ticket
    assert first != second
    assert len(first) == 43  # 256 bits, 6 a character
