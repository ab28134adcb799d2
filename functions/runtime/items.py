"""Conversion between DynamoDB's items, in which each value names its type, and plain attributes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


def read_item(item: "Mapping[str, AttributeValueTypeDef]") -> dict[str, Any]:
    """Reads the attributes of an item, or of an image of one in a table's stream."""
    return {name: _deserializer.deserialize(value) for name, value in item.items()}


def write_item(attributes: Mapping[str, object]) -> "dict[str, AttributeValueTypeDef]":
    """Writes attributes as an item, or as the values of an expression."""
    return {name: _serializer.serialize(value) for name, value in attributes.items()}
