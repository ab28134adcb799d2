"""Conversion between DynamoDB's items, in which each value names its type, and plain attributes.

The types: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html. boto3 has a
conversion too, but functions do without boto3, whose import takes most of a cold start.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


def read_item(item: "Mapping[str, AttributeValueTypeDef]") -> dict[str, Any]:
    """Reads the attributes of an item, or of an image of one in a table's stream."""
    return {name: _read(value) for name, value in item.items()}


def write_item(attributes: Mapping[str, object]) -> "dict[str, AttributeValueTypeDef]":
    """Writes attributes as an item, or as the values of an expression. See `write_value`."""
    return {name: write_value(value) for name, value in attributes.items()}


def _read(value: Mapping[str, Any]) -> Any:  # noqa: ANN401, PLR0911 - one line for each type
    [(kind, content)] = value.items()
    match kind:
        case "N":
            return Decimal(content)
        case "NULL":
            return None
        case "L":
            return [_read(element) for element in content]
        case "M":
            return read_item(content)
        case "SS" | "BS":
            return set(content)
        case "NS":
            return {Decimal(number) for number in content}
        case _:
            return content


def write_value(value: object) -> "AttributeValueTypeDef":
    """Writes a value.

    Raises:
        TypeError: It is none of text, whole or decimal number, truth value, None, list or mapping.
    """
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int() | Decimal():
            return {"N": str(value)}
        case str():
            return {"S": value}
        case list():
            return {"L": [write_value(element) for element in value]}
        case Mapping():
            return {"M": write_item(value)}
        case _:
            raise TypeError(f"DynamoDB has no type for {value!r}")
