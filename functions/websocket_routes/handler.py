"""The routes of the WebSocket API."""

from contextlib import suppress
from functools import cache
from typing import Any

import boto3
from pydantic import ValidationError

from functions import log
from functions.field_errors import field_errors
from functions.websocket.connections import ConnectionGoneError, Connections
from functions.websocket.messages import Error, Subscribe
from functions.websocket.settings import Settings
from functions.websocket.store import EnrichedPostStore, SubscriptionStore
from functions.websocket_routes.logic import subscribe


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Serves the routes `$connect`, `$disconnect`, `subscribe` and `$default`.

    Answers are sent to the connection, as all messages are, and not returned: so they keep their order.
    """
    context = event["requestContext"]
    route, connection_id, request_id = context["routeKey"], context["connectionId"], context["requestId"]
    try:
        _serve(route, connection_id, event.get("body") or "")
    except Exception:  # noqa: BLE001 (whatever it is, the client gets an answer and keeps its connection)
        log.exception("message failed", requestId=request_id)
        _reply(connection_id, Error(message="This failed unexpectedly: try again.", request_id=request_id))
    log.info("message handled", requestId=request_id, route=route, connectionId=connection_id)
    return {"statusCode": 200}


def _serve(route: str, connection_id: str, body: str) -> None:
    match route:
        case "$connect":
            return  # nothing is stored until the client subscribes
        case "$disconnect":
            subscriptions, _, _ = _backends()
            subscriptions.delete_connection(connection_id)
        case "subscribe":
            _subscribe(connection_id, body)
        case _:
            known = '{"action": "subscribe", "postId": "..."}'
            _reply(connection_id, Error(message=f"This is no known message. Known is {known}."))


def _subscribe(connection_id: str, body: str) -> None:
    try:
        message = Subscribe.model_validate_json(body)
    except ValidationError as error:
        rules = "; ".join(f"{broken['field']} {broken['rule']}".strip() for broken in field_errors(error))
        _reply(connection_id, Error(message=rules, action="subscribe"))
        return
    subscribe(message.post_id, connection_id, *_backends())


def _reply(connection_id: str, error: Error) -> None:
    _, _, connections = _backends()
    with suppress(ConnectionGoneError):
        connections.send(connection_id, error)


@cache
def _backends() -> tuple[SubscriptionStore, EnrichedPostStore, Connections]:
    settings = Settings.from_environment()
    dynamodb = boto3.client("dynamodb")
    return (
        SubscriptionStore(dynamodb, settings.subscriptions_table),
        EnrichedPostStore(dynamodb, settings.enriched_posts_table),
        Connections(boto3.client("apigatewaymanagementapi", endpoint_url=settings.management_endpoint)),
    )
