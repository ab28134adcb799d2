"""`POST /tickets`."""

from functools import cache

import boto3

from functions.client_config import CLIENT_CONFIG
from functions.http_handler import http_handler
from functions.http_request import HttpRequest
from functions.http_response import HttpResponse
from functions.problem import method_not_allowed
from functions.ticket_store import TicketStore
from functions.tickets.logic import issue_ticket
from functions.tickets.settings import Settings


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the route `POST /tickets`: gives the bearer of a token a ticket for one WebSocket connection.

    A browser can send no headers with a WebSocket's handshake, and a token does not belong in a URL.
    """
    if request.method != "POST":
        raise method_not_allowed("POST")
    ticket = issue_ticket(request.subject, _tickets())
    return HttpResponse(201, ticket.to_json(), headers={"cache-control": "no-store"})


@cache
def _tickets() -> TicketStore:
    return TicketStore(
        boto3.client("dynamodb", config=CLIENT_CONFIG), Settings.from_environment().tickets_table
    )
