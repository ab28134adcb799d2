"""Lambda handler of `POST /tickets`."""

import os
from functools import cache

from functions.realtime_gateway.ticket_store import TicketStore
from functions.realtime_gateway.tickets.logic import issue_ticket
from functions.runtime import environment
from functions.runtime.clients import make_client
from functions.web.conditional import check_preconditions
from functions.web.handler import http_handler
from functions.web.problem import method_not_allowed
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the route `POST /tickets`: gives the bearer of a token a ticket for one WebSocket connection.

    A browser can send no headers with a WebSocket's handshake, and a token does not belong in a URL.
    """
    if request.method != "POST":
        raise method_not_allowed("POST")
    subject = request.subject
    check_preconditions(request, None)
    ticket = issue_ticket(subject, _tickets())
    return HttpResponse(201, ticket.to_json(), headers={"cache-control": "no-store"})


@cache
def _tickets() -> TicketStore:
    return TicketStore(make_client("dynamodb"), os.environ[environment.TICKETS_TABLE])
