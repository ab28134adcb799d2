"""`POST /tickets`."""

from functools import cache

import boto3

from functions.http_handler import http_handler
from functions.http_request import HttpRequest
from functions.http_response import HttpResponse
from functions.problem import method_not_allowed
from functions.ticket_store import TicketStore
from functions.tickets.settings import Settings


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the route `POST /tickets`: gives the bearer of a token a ticket for one WebSocket connection.

    A browser can send no headers with a WebSocket's handshake, and a token does not belong in a URL.
    """
    if request.method != "POST":
        raise method_not_allowed("POST")
    ticket = _tickets().issue(request.subject)
    return HttpResponse(201, ticket.to_json(), headers={"cache-control": "no-store"})


@cache
def _tickets() -> TicketStore:
    return TicketStore(boto3.client("dynamodb"), Settings.from_environment().tickets_table)
