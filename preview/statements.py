"""Statements of IAM policies, a line each."""

import json
from typing import Any

_KEYS = {"Effect", "Principal", "Action", "Resource", "Condition"}


def is_policy(text: str) -> bool:
    """Tells whether a text is a policy."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return False
    return isinstance(document, dict) and "Statement" in document


def statement_lines(policy: str) -> list[str]:
    """Writes each statement of a policy in one line.

    Args:
        policy: The policy as JSON.
    """
    return [_line(statement) for statement in json.loads(policy)["Statement"]]


def _line(statement: dict[str, Any]) -> str:
    if statement.keys() - _KEYS:
        return json.dumps(statement)  # such as `NotAction`, which no short form may hide
    line: str = statement["Effect"]
    if "Principal" in statement:
        line += f" {_all(statement['Principal'])} to"
    line += f" {_all(statement['Action'])}"
    if "Resource" in statement:
        line += f" on {_all(statement['Resource'])}"
    for operator, values in statement.get("Condition", {}).items():
        for key, value in values.items():
            line += f" if {key} {operator} {_all(value)}"
    return line


def _all(value: str | list[str] | dict[str, Any]) -> str:
    match value:
        case str():
            return value
        case dict():
            return ", ".join(f"{kind} {_all(one)}" for kind, one in value.items())
    return ", ".join(value)
