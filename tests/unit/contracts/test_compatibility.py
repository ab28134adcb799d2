from typing import Any

import pytest

from contracts.compatibility import incompatibilities

POST: dict[str, Any] = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "description": "What it is called."},
        "kind": {"type": "string", "enum": ["NEW", "OLD"]},
        "notes": {"type": "array", "items": {"type": "string"}},
        "marks": {"additionalProperties": {"type": "integer"}},
    },
    "required": ["title", "kind"],
}
EVENT: dict[str, Any] = {
    "$defs": {"Post": POST},
    "type": "object",
    "properties": {
        "version": {"const": 1, "type": "integer"},
        "post": {"$ref": "#/$defs/Post"},
        "entities": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["version", "post"],
}


def with_post(**changes: object) -> dict[str, Any]:
    """The event with another post in it."""
    return {**EVENT, "$defs": {"Post": {**POST, **changes}}}


def with_field(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The event with another field in its post."""
    return with_post(properties={**POST["properties"], name: schema})


@pytest.mark.parametrize(
    "new",
    [
        EVENT,
        with_field("summary", {"type": "string"}),
        with_field("kind", {"type": "string", "enum": ["NEW"]}),
        with_field("kind", {"type": "string", "const": "NEW"}),
        with_field("title", {"type": "string", "description": "Its name.", "examples": ["My trip"]}),
        with_post(required=["title", "kind", "notes"]),
    ],
    ids=["nothing", "a new field", "a value less", "one value left", "other words", "always there"],
)
def test_a_harmless_change_is_not_told(new: dict[str, Any]) -> None:
    assert list(incompatibilities(EVENT, new)) == []


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (with_post(properties={}), "post.title was removed"),
        (with_post(required=["kind"]), "post.title became optional"),
        (with_post(type="array"), "post changed its type from 'object' to 'array'"),
    ],
)
def test_a_change_of_fields_is_told(new: dict[str, Any], change: str) -> None:
    assert change in list(incompatibilities(EVENT, new))


@pytest.mark.parametrize(
    ("field", "schema", "change"),
    [
        ("title", {"type": "integer"}, "title changed its type from 'string' to 'integer'"),
        ("title", {"type": "string", "maxLength": 9}, "title changed its maxLength from None to 9"),
        ("kind", {"type": "string", "enum": ["NEW", "OLD", "GONE"]}, "kind may have the new value 'GONE'"),
        ("kind", {"type": "string"}, "kind may have any value"),
        (
            "notes",
            {"type": "array", "items": {"type": "null"}},
            "notes[] changed its type from 'string' to 'null'",
        ),
        ("notes", {"type": "array"}, "notes changed its items"),
        (
            "marks",
            {"additionalProperties": {"type": "null"}},
            "marks.* changed its type from 'integer' to 'null'",
        ),
        ("marks", {"additionalProperties": False}, "marks changed its additionalProperties"),
    ],
)
def test_a_change_of_a_field_is_told(field: str, schema: dict[str, Any], change: str) -> None:
    assert list(incompatibilities(EVENT, with_field(field, schema))) == [f"post.{change}"]


def test_another_version_is_incompatible() -> None:
    new = {**EVENT, "properties": {**EVENT["properties"], "version": {"const": 2, "type": "integer"}}}
    assert list(incompatibilities(EVENT, new)) == ["version may have the new value 2"]
