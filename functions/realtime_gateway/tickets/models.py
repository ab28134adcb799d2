"""Response of `POST /tickets`."""

from functions.wire.models import WireModel


class Ticket(WireModel):
    """Opens one connection.

    Attributes:
        ticket: The secret: the query parameter `ticket` of the connection's URL.
        expires_at: When it ends, in ISO 8601 and UTC.
    """

    ticket: str
    expires_at: str
