"""Lambda authorizer of the WebSocket API's `$connect` route: lets clients with a ticket connect."""

import os
from functools import cache
from typing import Any

from functions.realtime_gateway.ticket_store import TicketStore
from functions.runtime import environment, invocation, log
from functions.runtime.clients import make_client
from functions.runtime.context import Context


def handle(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """Serves a REQUEST authorizer of a WebSocket API.

    Returns:
        What API Gateway expects: a policy for this very connection. It answers a refused handshake with 403.
        The integrations find the ticket's subject in `requestContext.authorizer.subject`.
    """
    invocation.begin(context)
    subject = _tickets().redeem((event["queryStringParameters"] or {}).get("ticket", ""))
    log.info(
        "connection authorized" if subject is not None else "connection refused",
        requestId=event["requestContext"]["requestId"],
        connectionId=event["requestContext"]["connectionId"],
    )
    return {
        "principalId": subject or "nobody",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Deny" if subject is None else "Allow",
                    "Resource": event["methodArn"],
                }
            ],
        },
        "context": {} if subject is None else {"subject": subject},
    }


@cache
def _tickets() -> TicketStore:
    return TicketStore(make_client("dynamodb"), os.environ[environment.TICKETS_TABLE])
