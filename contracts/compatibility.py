"""Compatibility of JSON Schemas: finds changes that would surprise those who read by the old one."""

from collections.abc import Iterator
from typing import Any

_Schema = dict[str, Any]

# What these say is compared in its own way, or is said to people only.
_COMPARED = {"$defs", "properties", "required", "items", "additionalProperties", "enum", "const"}
_ANNOTATIONS = {"$schema", "$id", "title", "description", "examples", "default", "deprecated"}


def incompatibilities(old: _Schema, new: _Schema) -> Iterator[str]:
    """Finds what would surprise a reader, who ignores fields that it does not know.

    Fields may be added, optional ones may become required, and values may be dropped from an enumeration.
    Any other change is told, also one that would do no harm, such as a lower maximum.

    Args:
        old: The schema that readers know.
        new: The schema that messages are going to keep.

    Yields:
        For each such change what it is, beginning with the field's path: `post.title was removed`.
    """
    yield from _compare(_inline(old, old.get("$defs", {})), _inline(new, new.get("$defs", {})), "")


def _inline(schema: Any, definitions: _Schema) -> Any:  # noqa: ANN401 - it is any part of a schema
    """Puts definitions where they are referred to."""
    if isinstance(schema, list):
        return [_inline(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inline(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    return {keyword: _inline(part, definitions) for keyword, part in schema.items()}


def _compare(old: _Schema, new: _Schema, path: str) -> Iterator[str]:
    name = path or "the message"
    for keyword in sorted((old.keys() | new.keys()) - _COMPARED - _ANNOTATIONS):
        if old.get(keyword) != new.get(keyword):
            yield f"{name} changed its {keyword} from {old.get(keyword)!r} to {new.get(keyword)!r}"
    yield from _compare_values(_values(old), _values(new), name)
    yield from _compare_fields(old, new, path)
    for keyword, suffix in (("items", "[]"), ("additionalProperties", ".*")):
        old_inner, new_inner = old.get(keyword), new.get(keyword)
        if isinstance(old_inner, dict) and isinstance(new_inner, dict):
            yield from _compare(old_inner, new_inner, f"{path}{suffix}")
        elif old_inner != new_inner:
            yield f"{name} changed its {keyword}"


def _values(schema: _Schema) -> list[object] | None:
    """Returns the values that a schema enumerates, if it does."""
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _compare_values(old: list[object] | None, new: list[object] | None, name: str) -> Iterator[str]:
    if old is None:
        return
    if new is None:
        yield f"{name} may have any value"
        return
    for value in new:
        if value not in old:
            yield f"{name} may have the new value {value!r}"


def _compare_fields(old: _Schema, new: _Schema, path: str) -> Iterator[str]:
    for field, schema in old.get("properties", {}).items():
        field_path = f"{path}.{field}" if path else field
        if field not in new.get("properties", {}):
            yield f"{field_path} was removed"
            continue
        if field in old.get("required", []) and field not in new.get("required", []):
            yield f"{field_path} became optional"
        yield from _compare(schema, new["properties"][field], field_path)
