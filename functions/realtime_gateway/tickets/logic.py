"""Issuing tickets."""

from datetime import UTC, datetime
from secrets import token_urlsafe

from functions.realtime_gateway.ticket_store import TicketStore
from functions.realtime_gateway.tickets.models import Ticket
from functions.wire.timestamp import to_timestamp

# Long enough to open a connection, and too short to be of use in somebody's log of URLs.
_TICKET_SECONDS = 60

# 256 bits, far more than anybody can guess: https://docs.python.org/3/library/secrets.html#how-many-bytes-should-tokens-use
_TICKET_BYTES = 32


def issue_ticket(subject: str, tickets: TicketStore) -> Ticket:
    """Makes a ticket for somebody.

    Args:
        subject: Who that is.
        tickets: Where it is kept until it is used.
    """
    ticket = token_urlsafe(_TICKET_BYTES)
    expiry = tickets.add(ticket, subject, _TICKET_SECONDS)
    return Ticket(ticket=ticket, expires_at=to_timestamp(datetime.fromtimestamp(expiry, UTC)))
