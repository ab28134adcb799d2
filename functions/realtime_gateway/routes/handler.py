"""Lambda handler of the WebSocket API's routes."""

from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError

from functions.realtime_gateway.connections import ConnectionGoneError
from functions.realtime_gateway.hub import Hub
from functions.realtime_gateway.routes.logic import subscribe, unsubscribe
from functions.realtime_gateway.routes.messages import Error, Ping, Pong, Subscribe, Unsubscribe
from functions.runtime import invocation, log, metric
from functions.runtime.context import Context
from functions.wire.field_errors import field_errors
from functions.wire.models import WireModel

_Message = TypeVar("_Message", bound=WireModel)


class _MessageError(Exception):
    """A client's message came to nothing. It says why."""


def handle(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """Serves the routes `$connect`, `$disconnect`, `subscribe`, `unsubscribe`, `ping` and `$default`.

    Answers are sent to the connection, as all messages are, and not returned: so they keep their order.
    """
    request = event["requestContext"]
    route, connection_id, request_id = request["routeKey"], request["connectionId"], request["requestId"]
    invocation.begin(context)
    log.add(requestId=request_id, connectionId=connection_id)
    if request["eventType"] == "MESSAGE" and route.startswith("$"):
        route = "$default"  # also for a message that names `$connect` as its action
    with suppress(ConnectionGoneError):  # nobody is left to tell
        try:
            _serve(route, connection_id, event.get("body") or "")
        except _MessageError as error:
            action = None if route == "$default" else route
            _hub().connections.send(connection_id, Error(message=str(error), action=action))
        except ConnectionGoneError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the client gets an answer and keeps its connection
            log.exception("message failed")
            metric.count("FailedMessages")
            failure = Error(message="This failed unexpectedly: try again.", request_id=request_id)
            _hub().connections.send(connection_id, failure)
    log.info("message handled", route=route)
    return {"statusCode": 200}


def _serve(route: str, connection_id: str, body: str) -> None:
    match route:
        case "$connect":
            return  # nothing is stored until the client subscribes
        case "$disconnect":
            _hub().subscriptions.delete_connection(connection_id)
        case "subscribe":
            subscribe(_parse(Subscribe, body), connection_id, _hub())
        case "unsubscribe":
            unsubscribe(_parse(Unsubscribe, body), connection_id, _hub())
        case "ping":
            _parse(Ping, body)
            _hub().connections.send(connection_id, Pong())
        case _:
            raise _MessageError("The message must be JSON whose action is subscribe, unsubscribe or ping.")


def _parse(model: type[_Message], body: str) -> _Message:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        rules = (f"{broken['field']} {broken['rule']}".strip() for broken in field_errors(error))
        raise _MessageError("; ".join(rules)) from error


@cache
def _hub() -> Hub:
    return Hub.from_environment()
