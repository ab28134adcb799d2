"""Permissions that it takes to deploy a type, as CloudFormation's own handlers of it declare them."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("permissions.json")

# What Pulumi does too. It lists nothing.
_OPERATIONS = ("create", "read", "update", "delete")


@cache
def read_permissions() -> dict[str, list[str]]:
    """Reads the actions that each of CloudFormation's types needs."""
    permissions: dict[str, list[str]] = json.loads(_FILE.read_text())
    return permissions


def write_permissions(schemas: Path, types: Iterable[str]) -> None:
    """Writes the committed file anew.

    Args:
        schemas: cfn-lint's folder of CloudFormation's schemas (`cfnlint/data/schemas/resources`).
        types: CloudFormation's types that are of interest.
    """
    wanted = set(types)
    found: dict[str, set[str]] = {}
    for file in schemas.glob("*.json"):
        schema = json.loads(file.read_text())
        if schema.get("typeName") in wanted:
            handlers = schema.get("handlers", {})
            actions = {
                _spell(action)
                for name in _OPERATIONS
                for action in handlers.get(name, {}).get("permissions", [])
            }
            found.setdefault(schema["typeName"], set()).update(actions)
    written = {name: sorted(found[name]) for name in sorted(found)}
    _FILE.write_text(json.dumps(written, indent=1) + "\n")


def _spell(action: str) -> str:
    """Spells an action as IAM's documents do, which some handlers do not: `cloudfront:updateDistribution`."""
    service, _, name = action.partition(":")
    return f"{service}:{name[0].upper()}{name[1:]}"
