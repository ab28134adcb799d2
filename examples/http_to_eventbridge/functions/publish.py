"""Publishes the order in a request as an event."""

import json
import os
from typing import Any

import boto3

events = boto3.client("events")


def handle(request: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answers 202 once the bus has the event."""
    order = json.loads(request["body"])
    entry = {
        "EventBusName": os.environ["EVENT_BUS"],
        "Source": "shop.orders",
        "DetailType": "OrderPlaced",
        "Detail": json.dumps(order),
    }
    answer = events.put_events(Entries=[entry])
    return {"statusCode": 503 if answer["FailedEntryCount"] else 202}
