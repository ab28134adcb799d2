"""Typings of the package's SDKs, written from its schema in the shape that Pulumi's generators give them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_Schema = dict[str, Any]


@dataclass(frozen=True)
class _Language:
    """How a language writes types: patterns for what is inside of them."""

    basic: dict[str, str]
    list: str
    map: str
    input: str
    argument: str

    def write(self, definition: _Schema, *, is_input: bool) -> str:
        """Writes the type of a property."""
        if reference := definition.get("$ref"):
            name = _name(reference)
            found = self.basic.get(name) or (self.argument.format(name) if is_input else name)
        elif items := definition.get("items"):
            found = self.list.format(self.write(items, is_input=is_input))
        elif values := definition.get("additionalProperties"):
            found = self.map.format(self.write(values, is_input=is_input))
        else:
            found = self.basic[definition["type"]]
        return self.input.format(found) if is_input and not definition.get("plain") else found


_TYPESCRIPT = _Language(
    {
        "string": "string",
        "boolean": "boolean",
        "integer": "number",
        "pulumi.json#/Archive": "unknown",
        "pulumi.json#/Any": "unknown",
    },
    list="({})[]",
    map="{{ [key: string]: {} }}",
    input="Input<{}>",
    argument="{}Args",
)
_TYPESCRIPT_HEAD = """\
type Whole<T> = { apply<U>(use: (value: T) => U): Output<U> };
export type Output<T> = T extends object ? Whole<T> & { readonly [K in keyof T]: Output<T[K]> } : Whole<T>;
export type Input<T> = T | Promise<T> | Output<T>;
"""

_PYTHON = _Language(
    {
        "string": "str",
        "boolean": "bool",
        "integer": "int",
        "pulumi.json#/Archive": "Archive",
        "pulumi.json#/Any": "Any",
    },
    list="Sequence[{}]",
    map="Mapping[str, {}]",
    input="Input[{}]",
    argument="{0} | {0}ArgsDict",
)
_PYTHON_HEAD = """\
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict
from pulumi import Archive, Input, Output, ResourceOptions
"""


def typescript(schema: _Schema) -> str:
    """Writes declarations for TypeScript."""
    return _TYPESCRIPT_HEAD + "\n".join((*_interfaces(schema["types"]), *_classes(schema["resources"])))


def _interfaces(types: _Schema) -> Iterator[str]:
    for token, one in types.items():
        name = _name(token)
        if values := one.get("enum"):
            choices = " | ".join(f'"{value["value"]}"' for value in values)
            yield f"export type {name} = {choices}; export type {name}Args = {choices};"
        else:
            for kind in ("", "Args"):
                members = _members(one["properties"], one.get("required", []), is_input=bool(kind))
                yield f"export interface {name}{kind} {{ {members} }}"


def _classes(resources: _Schema) -> Iterator[str]:
    for token, one in resources.items():
        args = _members(one["inputProperties"], one.get("requiredInputs", []), is_input=True)
        outputs = " ".join(
            f"readonly {name}: Output<{_TYPESCRIPT.write(output, is_input=False)}>;"
            for name, output in one["properties"].items()
        )
        constructor = f"constructor(name: string, args: {{ {args} }}, opts?: object);"
        yield f"export class {_name(token)} {{ {constructor} {outputs} }}"


def _members(properties: _Schema, required: Iterable[str], *, is_input: bool) -> str:
    return " ".join(
        f"{name}{'' if name in required else '?'}: {_TYPESCRIPT.write(one, is_input=is_input)};"
        for name, one in properties.items()
    )


def python(schema: _Schema) -> str:
    """Writes a stub for Python."""
    return _PYTHON_HEAD + "\n".join((*_typed_dicts(schema["types"]), *_components(schema["resources"])))


def _typed_dicts(types: _Schema) -> Iterator[str]:
    for token, one in types.items():
        name, required = _name(token), one.get("required", [])
        if "enum" in one:
            yield f"{name} = str\n{name}ArgsDict = str"
            continue
        yield f"class {name}ArgsDict(TypedDict):"
        for key, member in one["properties"].items():
            hint = _PYTHON.write(member, is_input=True)
            yield f"    {_snake(key)}: {hint if key in required else f'NotRequired[{hint}]'}"
        yield f"class {name}:"
        for key, member in one["properties"].items():
            yield f"    {_snake(key)}: {_PYTHON.write(member, is_input=False)}"


def _components(resources: _Schema) -> Iterator[str]:
    for token, one in resources.items():
        parameters = ["self, resource_name: str, opts: ResourceOptions | None = None, *"]
        for key, member in one["inputProperties"].items():
            default = "" if key in one.get("requiredInputs", []) else " = ..."
            parameters.append(f"{_snake(key)}: {_PYTHON.write(member, is_input=True)}{default}")
        yield f"class {_name(token)}:"
        yield f"    def __init__({', '.join(parameters)}) -> None: ..."
        for key, member in one["properties"].items():
            yield f"    {_snake(key)}: Output[{_PYTHON.write(member, is_input=False)}]"


def _name(token: str) -> str:
    return token.rpartition(":")[2]


def _snake(name: str) -> str:
    return re.sub("(?=[A-Z])", "_", name).lower()
