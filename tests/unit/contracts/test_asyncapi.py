import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.asyncapi import documents
from functions.domain.events import EVENTS
from functions.realtime_gateway.messages import MessageToClient
from functions.realtime_gateway.routes.messages import MessageFromClient
from functions.wire.models import WireModel

DOCUMENT: dict[str, Any] = json.loads(documents()[Path("docs/asyncapi.json")])


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for item in part:
            yield from references(item)


@pytest.mark.parametrize("reference", sorted(set(references(DOCUMENT))))
def test_a_reference_leads_to_something(reference: str) -> None:
    part = DOCUMENT
    for key in reference.removeprefix("#/").split("/"):
        part = part[key]
    assert part


def leaves(model: type[WireModel]) -> Iterator[type[WireModel]]:
    """Finds the classes that are made of one, and that none is made of."""
    for derived in model.__subclasses__():
        if derived.__subclasses__():
            yield from leaves(derived)
        else:
            yield derived


def test_every_event_and_every_message_is_described() -> None:
    described = {model.__name__ for base in (MessageToClient, MessageFromClient) for model in leaves(base)}
    described |= {event.__name__ for event in EVENTS}
    assert DOCUMENT["components"]["messages"].keys() == described


def test_a_subscription_names_one_channel() -> None:
    schema = DOCUMENT["components"]["schemas"]["Subscribe"]
    assert schema["oneOf"] == [{"required": ["postId"]}, {"required": ["topic"]}]
    assert schema["required"] == ["action"]


def test_what_has_no_value_is_absent_and_all_else_is_there() -> None:
    schema = DOCUMENT["components"]["schemas"]["Subscribed"]
    assert schema["required"] == ["type"]
    assert schema["properties"]["topic"]["type"] == "string"


def test_requests_are_received_and_answered() -> None:
    reply = DOCUMENT["operations"]["ping"]["reply"]["messages"]
    assert DOCUMENT["operations"]["ping"]["action"] == "receive"
    assert [message["$ref"].rpartition("/")[2] for message in reply] == ["Pong", "Error"]
