"""Schema of the component package, by which Pulumi makes SDKs in its languages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contracts import ContractError
from plugin.provider import make_provider

_PROJECT = Path(__file__).parents[1]
_DOCUMENT = Path("plugin", "schema.json")

_Schema = dict[str, Any]


class BrokenProgramsError(ContractError):
    """A component changed so that programs that use it would not work any more."""


def make_schema() -> _Schema:
    """Makes the schema of the components as they are."""
    schema: _Schema = json.loads(str(make_provider().schema))
    return schema


def documents(project: Path = _PROJECT) -> dict[Path, str]:
    """Writes the schema. Returns its text by its path in the project.

    Args:
        project: The project's root, where the present schema is.

    Raises:
        BrokenProgramsError: The schema has the present one's version, or one that promises the same, and
            breaks programs that were written by that.
    """
    schema = make_schema()
    present = project / _DOCUMENT
    if present.is_file():
        old = json.loads(present.read_text("utf-8"))
        changes = list(find_breaks(old, schema))
        if changes and _promise(old["version"]) == _promise(schema["version"]):
            raise BrokenProgramsError(
                f"{_DOCUMENT} has users whose programs this breaks: {'; '.join(changes)}."
                f" Raise {old['version']} in pyproject.toml to the next version that may."
            )
    return {_DOCUMENT: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"}


def _promise(version: str) -> list[str]:
    """Tells what stays the same as long as nothing breaks: the major version, or 0 and the minor one.

    https://semver.org/#spec-item-4
    """
    major, minor, *_ = version.split(".")
    return [major, minor] if major == "0" else [major]


def find_breaks(old: _Schema, new: _Schema) -> Iterator[str]:
    """Finds changes that break programs: what is gone, of another type, or newly asked for.

    Args:
        old: The schema that programs were written by.
        new: The schema that is to replace it.

    Yields:
        For each such change what it is, beginning with where: `BlogApi.issuer was removed`.
    """
    for kind in ("resources", "types"):
        for token, definition in old[kind].items():
            name = token.rpartition(":")[2]
            if changed := new[kind].get(token):
                yield from _compare(name, definition, changed, "inputProperties", "requiredInputs")
                yield from _compare(name, definition, changed, "properties", "required")
                yield from _compare_values(name, definition, changed)
            else:
                yield f"{name} was removed"


def _compare(name: str, old: _Schema, new: _Schema, properties: str, required: str) -> Iterator[str]:
    for key, definition in old.get(properties, {}).items():
        changed = new.get(properties, {}).get(key)
        if changed is None:
            yield f"{name}.{key} was removed"
        elif _type(definition) != _type(changed):
            yield f"{name}.{key} changed its type"
    was, is_now = set(old.get(required, [])), set(new.get(required, []))
    is_component_output = properties == "properties" and "inputProperties" in old
    if not is_component_output:
        yield from (f"{name}.{key} is newly required" for key in sorted(is_now - was))
    if properties == "properties":
        kept = was & new.get(properties, {}).keys()
        yield from (f"{name}.{key} may be absent" for key in sorted(kept - is_now))


def _compare_values(name: str, old: _Schema, new: _Schema) -> Iterator[str]:
    values = [member["value"] for member in new.get("enum", [])]
    for member in old.get("enum", []):
        if member["value"] not in values:
            yield f"{name} may not be {member['value']!r} any more"


def _type(definition: Any) -> Any:  # noqa: ANN401 - it is any part of a schema
    """Takes the words from a property's definition."""
    if not isinstance(definition, dict):
        return definition
    return {keyword: _type(part) for keyword, part in definition.items() if keyword != "description"}
