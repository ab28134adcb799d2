"""Takes orders from the bus; all it does with one is to log it."""

from typing import Any


def handle(event: dict[str, Any], _context: object) -> None:
    """Logs an order."""
    print(f"fulfilling {event['detail']['id']}")
