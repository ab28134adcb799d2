"""Schema of the package: Pulumi's, completed and in words that programs of all languages share.

https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/
"""

import re
import tomllib
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_camel

_Schema = dict[str, Any]

PROJECT: dict[str, Any] = tomllib.loads(
    Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8")
)["project"]
"""The project's metadata."""

# A docstring's section on an enumeration's values, and one of them with the lines that it goes on for.
_ATTRIBUTES = re.compile(r"\n+Attributes:\n(.+)", re.DOTALL)
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.MULTILINE)

_DEFAULT = re.compile(r"\bDefault: (?:`([\w.-]+)`|(\d+)\b)")

_PLAIN = {"boolean", "integer", "string"}

_LITERALS = {"True": "true", "False": "false", "None": "null"}


def complete(schema: _Schema) -> None:
    """Completes a schema in place.

    Adds the project's description, licence and keywords, and the defaults that descriptions say. Puts what is
    Python in descriptions into the words of the schema.

    Args:
        schema: The schema as Pulumi makes it of the components.
    """
    schema |= {key: PROJECT[key] for key in ("description", "license", "keywords")}
    for definition in schema["types"].values():
        _describe_values(definition)
    names = {name for name, _ in _properties(schema)}
    _translate(schema, names)
    for _, definition in _properties(schema):
        kind = (
            schema["types"].get(definition.get("$ref", "").removeprefix("#/types/"), definition).get("type")
        )
        if kind in _PLAIN and (default := _DEFAULT.search(definition["description"])):
            text, number = default.groups()
            definition["default"] = {"true": True, "false": False}.get(text, text or int(number or 0))


def _properties(schema: _Schema) -> Iterator[tuple[str, _Schema]]:
    """Yields all inputs and outputs, and the properties of types, with their names."""
    for kind in ("types", "resources"):
        for definition in schema[kind].values():
            for properties in ("inputProperties", "properties"):
                yield from definition.get(properties, {}).items()


def _describe_values(definition: _Schema) -> None:
    """Moves what a docstring says of an enumeration's values to these."""
    values = definition.get("enum", [])
    description = cleandoc(definition["description"])
    section = _ATTRIBUTES.search(description)
    texts = dict(_ATTRIBUTE.findall(section[1])) if values and section else {}
    if texts:
        definition["description"] = _ATTRIBUTES.sub("", description)
    for value in values:
        value.pop("description", None)
        if text := texts.get(value["name"]):
            value["description"] = re.sub(r"\s+", " ", text)


def _translate(part: Any, names: set[str]) -> None:  # noqa: ANN401 - any part of a schema
    """Puts the descriptions in a part of a schema into words of all languages."""
    if isinstance(part, list):
        for item in part:
            _translate(item, names)
    elif isinstance(part, dict):
        if isinstance(description := part.get("description"), str):
            part["description"] = re.sub(
                r"`[^`]+`", lambda quoted: _translate_code(quoted[0], names), cleandoc(description)
            )
        for item in part.values():
            _translate(item, names)


def _translate_code(code: str, names: set[str]) -> str:
    """Puts names of properties and literals in a piece of code into the schema's words."""

    def translate(word: re.Match[str]) -> str:
        name = to_camel(word[0])
        return name if word[0].islower() and name in names else _LITERALS.get(word[0], word[0])

    return re.sub(r"\w+", translate, code)
