"""Events as AWS passes them to functions, for tests to begin with."""

import json
from pathlib import Path
from typing import Any


def load_event(name: str) -> dict[str, Any]:
    """Reads an event.

    Args:
        name: Its file's name, without `.json`.
    """
    event: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_text("utf-8"))
    return event
