"""Publishes the order in a request as an event."""

import json
import os
from typing import Any

import boto3

events = boto3.client("events")


def handle(request: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answers 202 once the bus has the event, 400 where there is no order, and 503 where the bus refuses."""
    try:
        order = json.loads(request["body"])
    except (KeyError, ValueError):
        return {"statusCode": 400}
    answer = events.put_events(
        Entries=[
            {
                "EventBusName": os.environ["EVENT_BUS"],
                "Source": "shop.orders",
                "DetailType": "OrderPlaced",
                "Detail": json.dumps(order),
            }
        ]
    )
    return {"statusCode": 503 if answer["FailedEntryCount"] else 202}
