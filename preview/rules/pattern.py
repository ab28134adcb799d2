"""Patterns of events and messages: a syntax that EventBridge, Lambda and SNS share."""

from typing import Any

from preview.rules.rule import read_json

EXAMPLE = """'{"source": ["blog"]}'"""


def is_pattern(text: str) -> bool:
    """Tells whether a text is JSON whose fields have lists of values, or fields of their own."""
    pattern = read_json(text)
    return isinstance(pattern, dict) and _leads_to_lists(pattern)


def _leads_to_lists(pattern: dict[str, Any]) -> bool:
    return all(
        bool(value) and (isinstance(value, list) or (isinstance(value, dict) and _leads_to_lists(value)))
        for value in pattern.values()
    )
