"""Turns a resource's inputs into a boto3 request, by walking botocore's own model of the operation.

Pulumi's inputs are camelCase and sometimes flatter than the request. Most of them find their member by name;
the rest are renames in the table. What finds none is an error, so no input is ever dropped.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from emulated_aws.deployment.archive import zip_archive
from emulated_aws.deployment.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = {"Key", "Name"}  # what lists of pairs call the first of a pair: those of tags, and of dimensions


def build_request(
    shape: StructureShape, inputs: Mapping[str, Any], renames: Mapping[str, str]
) -> dict[str, Any]:
    """Builds the request of an operation.

    Args:
        shape: botocore's model of the operation's input.
        inputs: Inputs as Pulumi names them.
        renames: Path of an input ("inputTransformer.inputPaths", without indices) to its member, which may
            lie deeper than the input does ("StreamSpecification.StreamEnabled").

    Raises:
        UnsupportedError: There is no member for an input, or not such a value. Names the input by its path.
    """
    return _structure(shape, inputs, renames, "")


def _structure(
    shape: Shape, inputs: Mapping[str, Any], renames: Mapping[str, str], parent: str
) -> dict[str, Any]:
    request: dict[str, Any] = {}
    for name, value in inputs.items():
        path = f"{parent}.{name}" if parent else name
        *groups, last = renames.get(path, name).split(".")
        holder, holder_shape = request, shape
        if value == [] and not groups:
            member, _ = _member(shape, last, path)
            # As the provider does: DynamoDB refuses an empty list of indexes
            # (https://github.com/Cimpress-MCP/LambdaWrap/pull/33).
            if member not in shape.metadata.get("required", ()):
                continue
        for group in groups:
            key, holder_shape = _member(holder_shape, group, path)
            if isinstance(holder_shape, ListShape):
                holder_shape = holder_shape.member
                holder = holder.setdefault(key, [{}])[0]
            else:
                holder = holder.setdefault(key, {})
        key, value_shape = _member(holder_shape, last, path)
        holder[key] = _value(value_shape, value, renames, path)
    if "Quantity" in shape.metadata.get("required", ()):  # CloudFront's lists tell their length
        request["Quantity"] = len(request.get("Items", []))
    return request


def _member(shape: Shape, name: str, path: str) -> tuple[str, Shape]:
    """Finds the member for a name. Pulumi puts lists in the plural: `keySchemas` is KeySchema."""
    if isinstance(shape, MapShape):
        return name, shape.value
    members = shape.members if isinstance(shape, StructureShape) else {}
    by_lower_case = {member.lower(): member for member in members}
    for candidate in (name.lower(), name.lower().removesuffix("s")):
        if member := by_lower_case.get(candidate):
            return member, members[member]
    raise UnsupportedError(f"property {path}: {shape.name} has no such member")


def _value(shape: Shape, value: object, renames: Mapping[str, str], path: str) -> object:
    match shape, value:
        case StructureShape(), dict():
            return _structure(shape, value, renames, path)
        case ListShape(member=StructureShape(members={"Value": _} as pair)), dict() if pair.keys() & _KEYS:
            [key_member] = pair.keys() & _KEYS
            return [{key_member: key, "Value": text} for key, text in value.items()]
        case StructureShape(members={"Items": items, "Quantity": _}), list():
            return {"Items": _value(items, value, renames, path), "Quantity": len(value)}
        case ListShape(), list():
            return [_value(shape.member, item, renames, path) for item in value]
        case MapShape(), dict():
            return {key: _value(shape.value, item, renames, path) for key, item in value.items()}
        case ((StructureShape() | ListShape() | MapShape()), _):
            raise UnsupportedError(f"property {path}: a {type(value).__name__} for a {shape.type_name}")
    return _scalar(shape, value, path)


def _scalar(shape: Shape, value: object, path: str) -> object:
    match shape, value:
        case StringShape(), _:
            return _text(value, path)
        case Shape(type_name="blob"), _:
            return _content(value, path)
        case Shape(type_name="integer" | "long"), float():  # Pulumi has no other numbers
            return int(value)
    return value


def _text(value: object, path: str) -> str:
    match value:
        case bool():
            text = str(value).lower()
        case int() | float():
            text = str(int(value) if value == int(value) else value)
        case str():
            text = value
        case _:
            raise UnsupportedError(f"property {path}: a {type(value).__name__} for a text")
    return text


def _content(value: object, path: str) -> bytes:
    match value:
        case pulumi.FileArchive(path=file) if Path(file).is_file():
            return Path(file).read_bytes()
        case pulumi.Archive():
            return zip_archive(value)
        case pulumi.FileAsset(path=file):
            return Path(file).read_bytes()
        case pulumi.StringAsset(text=text):
            return text.encode()
    raise UnsupportedError(f"property {path}: only an archive, a FileAsset or a StringAsset")
