"""Programs in YAML, held against the package's schema."""

import re
from collections.abc import Iterator
from typing import Any

_Schema = dict[str, Any]

_TYPES = {str: "string", bool: "boolean", int: "integer"}


class YamlProgram:
    """A program whose resources are all components of the package."""

    def __init__(self, program: dict[str, Any], schema: _Schema) -> None:
        """Takes a program as it was read."""
        self._program = program
        self._types = schema["types"]
        self._components: dict[str, _Schema] = {
            name: schema["resources"][f"blog:index:{one['type'].partition(':')[2]}"]
            for name, one in program["resources"].items()
        }

    def mistakes(self) -> Iterator[str]:
        """Yields what is wrong: inputs that the schema lacks, misses or has otherwise, and such outputs."""
        for name, component in self._components.items():
            inputs = self._program["resources"][name]["properties"]
            required = component.get("requiredInputs", [])
            yield from self._wrong_in(inputs, component["inputProperties"], required, name)
        for name, value in self._program["outputs"].items():
            if self._type_of(value[2:-1]) is None:
                yield f"output {name} is {value}, which is not there"

    def _wrong_in(
        self, values: dict[str, Any], properties: _Schema, required: list[str], place: str
    ) -> Iterator[str]:
        yield from (f"{place}.{name} is missing" for name in required if name not in values)
        for name, value in values.items():
            if name in properties:
                yield from self._wrong(value, properties[name], f"{place}.{name}")
            else:
                yield f"there is no {place}.{name}"

    def _wrong(self, value: Any, definition: _Schema, place: str) -> Iterator[str]:  # noqa: ANN401 - any YAML
        expected = definition.get("$ref") or definition.get("type")
        if reference := re.fullmatch(r"\$\{(.+)\}", str(value)):
            if self._type_of(reference[1]) != expected or definition.get("plain"):
                yield f"{place} cannot be {reference[1]}"
        elif isinstance(value, dict) and "$ref" in definition:
            kind = self._types[definition["$ref"].removeprefix("#/types/")]
            yield from self._wrong_in(value, kind["properties"], kind.get("required", []), place)
        elif isinstance(value, list) and (items := definition.get("items")):
            for number, item in enumerate(value):
                yield from self._wrong(item, items, f"{place}[{number}]")
        elif expected != _TYPES[type(value)]:
            yield f"{place} cannot be {value!r}"

    def _type_of(self, reference: str) -> object:
        """Follows a reference such as `events.creationRule.name` to the type of its end."""
        name, *path = reference.split(".")
        found: _Schema = {"properties": self._components[name]["properties"]}
        for part in path:
            if "$ref" in found:
                found = self._types[found["$ref"].removeprefix("#/types/")]
            found = found.get("properties", {}).get(part, {})
        return found.get("$ref") or found.get("type")
