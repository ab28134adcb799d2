"""AsyncAPI 3 document of the events on the bus and the messages on the WebSocket.

https://www.asyncapi.com/docs/reference/specification/v3.0.0, told from the blog's point of view: it *sends*
what others get from it.
"""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import JsonSchemaMode, models_json_schema

from contracts.examples import MESSAGES
from contracts.message_schema import MessageSchema
from functions.domain.events import EVENTS, SOURCE, BlogPostEvent
from functions.realtime_gateway.messages import CreatedPost, EnrichedPost, RemovedPost
from functions.realtime_gateway.routes.messages import (
    Error,
    Ping,
    Pong,
    Subscribe,
    Subscribed,
    Unsubscribe,
    Unsubscribed,
)
from functions.wire.models import WireModel

_Json = dict[str, Any]
_Model = type[WireModel]

# What clients ask for, and what is answered if it is well asked.
_REQUESTS: dict[_Model, _Model] = {Subscribe: Subscribed, Unsubscribe: Unsubscribed, Ping: Pong}
_EVENTS: tuple[_Model, ...] = EVENTS
_PUSHED: tuple[_Model, ...] = (CreatedPost, EnrichedPost, RemovedPost)


def documents() -> dict[Path, str]:
    """Makes the file, by its path in the repository."""
    return {Path("docs/asyncapi.json"): json.dumps(_document(), indent=2, ensure_ascii=False) + "\n"}


def _document() -> _Json:
    on_websocket: tuple[_Model, ...] = (*_REQUESTS, *_REQUESTS.values(), *_PUSHED, Error)
    modes: list[tuple[_Model, JsonSchemaMode]] = [
        (model, "validation" if model in _REQUESTS else "serialization") for model in _EVENTS + on_websocket
    ]
    _, definitions = models_json_schema(
        modes, schema_generator=MessageSchema, ref_template="#/components/schemas/{model}"
    )
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Event-driven blog: events and WebSocket messages",
            "version": "1.0.0",
            "description": (
                "Whoever has the right to can consume the events on the bus; clients get messages on the"
                " WebSocket. Readers ignore fields that they do not know: fields can be added at any time."
            ),
            "license": {"name": "MIT"},
        },
        "defaultContentType": "application/json",
        "servers": {"eventBus": _EVENT_BUS, "webSocket": _WEB_SOCKET},
        "channels": {
            "eventBus": {
                "address": None,
                "description": "The bus that the stack's output `eventBusName` names.",
                "servers": [{"$ref": "#/servers/eventBus"}],
                "messages": _references("components/messages", _EVENTS),
            },
            "webSocket": {
                "address": "/",
                "description": "One connection: the stack's output `websocketUrl`, and a ticket.",
                "servers": [{"$ref": "#/servers/webSocket"}],
                "messages": _references("components/messages", on_websocket),
                "bindings": {"ws": _TICKET_BINDING},
            },
        },
        "operations": {
            "announce": _operation("send", "eventBus", _EVENTS, "Announces what happened to posts."),
            **{model.__name__.lower(): _request(model, reply) for model, reply in _REQUESTS.items()},
            "push": _operation(
                "send", "webSocket", _PUSHED, "Tells clients what happened to what they subscribed to."
            ),
        },
        "components": {
            "schemas": definitions["$defs"],
            "messages": {
                **{event.__name__: _event_message(event) for event in EVENTS},
                **{model.__name__: _message(model) for model in on_websocket},
            },
            "securitySchemes": {"ticket": _TICKET},
        },
    }


_EVENT_BUS: _Json = {
    "host": "events.{region}.amazonaws.com",
    "protocol": "eventbridge",
    "description": "Amazon EventBridge. A rule on the bus delivers events at least once.",
    "variables": {"region": {"description": "The stack's AWS region."}},
}
_WEB_SOCKET: _Json = {
    "host": "{apiId}.execute-api.{region}.amazonaws.com",
    "pathname": "/live",
    "protocol": "wss",
    "description": "The stack's output `websocketUrl`.",
    "variables": {
        "apiId": {"description": "The WebSocket API's id."},
        "region": {"description": "The stack's AWS region."},
    },
    "security": [{"$ref": "#/components/securitySchemes/ticket"}],
}
_TICKET: _Json = {
    "type": "httpApiKey",
    "in": "query",
    "name": "ticket",
    "description": "From `POST /tickets`. It opens one connection, within a minute.",
}
_TICKET_BINDING: _Json = {
    "method": "GET",
    "query": {"type": "object", "properties": {"ticket": {"type": "string"}}, "required": ["ticket"]},
    "bindingVersion": "0.1.0",
}


def _operation(action: str, channel: str, models: tuple[_Model, ...], summary: str) -> _Json:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "messages": list(_references(f"channels/{channel}/messages", models).values()),
    }


def _request(model: _Model, reply: _Model) -> _Json:
    replies = _references("channels/webSocket/messages", (reply, Error))
    return {
        **_operation("receive", "webSocket", (model,), _description(model)),
        "reply": {"channel": {"$ref": "#/channels/webSocket"}, "messages": list(replies.values())},
    }


def _references(place: str, models: tuple[_Model, ...]) -> _Json:
    """Refers to the models' messages, which have the models' names."""
    return {model.__name__: {"$ref": f"#/{place}/{model.__name__}"} for model in models}


def _message(model: _Model) -> _Json:
    return {
        "name": model.__name__,
        "summary": _description(model),
        "payload": {"$ref": f"#/components/schemas/{model.__name__}"},
        "examples": [{"payload": json.loads(MESSAGES[model].to_json())}],
    }


def _event_message(event: type[BlogPostEvent]) -> _Json:
    """Describes an event in the envelope that EventBridge delivers it in."""
    envelope = {"source": SOURCE, "detail-type": event.detail_type}
    return {
        **_message(event),
        "payload": {
            "type": "object",
            "properties": {
                **{field: {"const": value} for field, value in envelope.items()},
                "detail": {"$ref": f"#/components/schemas/{event.__name__}"},
            },
            "required": [*envelope, "detail"],
        },
        "examples": [{"payload": {**envelope, "detail": json.loads(MESSAGES[event].to_json())}}],
    }


def _description(model: _Model) -> str:
    return (model.__doc__ or "").partition("\n\n")[0]
