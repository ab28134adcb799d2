"""Constraints of AWS's own models. AWS refuses what breaks them; neither its SDK nor the emulator looks."""

import re
from collections.abc import Iterator
from functools import cache

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape


def broken_constraints(shape: Shape, value: object, path: str = "") -> Iterator[str]:
    """Finds what a request has that its model does not allow.

    Args:
        shape: botocore's model of the value.
        value: The request, or a part of it.
        path: Where in the request that is, such as `RoleName`. Default: the whole.

    Yields:
        For each such value, its path and the constraint.
    """
    for part_shape, part, name in _parts(shape, value):
        yield from broken_constraints(part_shape, part, f"{path}.{name}".lstrip("."))
    match value:
        case str():
            yield from _broken_by_text(shape, value, path)
        case list() | dict() | bytes():
            yield from _outside(shape, len(value), f"{path}: {len(value)} entries are")
        case int() | float():
            yield from _outside(shape, value, f"{path}: {value} is")


def _parts(shape: Shape, value: object) -> Iterator[tuple[Shape, object, str]]:
    """Takes a value apart. Yields each part with its model and its name."""
    match shape, value:
        case StructureShape(), dict():
            yield from ((shape.members[name], part, name) for name, part in value.items())
        case ListShape(), list():
            yield from ((shape.member, part, str(index)) for index, part in enumerate(value))
        case MapShape(), dict():
            yield from ((shape.key, name, name) for name in value)
            yield from ((shape.value, part, name) for name, part in value.items())


def _broken_by_text(shape: Shape, text: str, path: str) -> Iterator[str]:
    if isinstance(shape, StringShape) and shape.enum and text not in shape.enum:
        yield f"{path}: {text!r} is none of {', '.join(shape.enum)}"
    yield from _outside(shape, len(text), f"{path}: {len(text)} characters are")
    pattern = _compile(shape.metadata.get("pattern", ""))
    if pattern and not pattern.fullmatch(text):
        yield f"{path}: {text!r} does not match {pattern.pattern}"


def _outside(shape: Shape, size: float, saying: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield f"{saying} less than {least}"
    if most is not None and size > most:
        yield f"{saying} more than {most}"


@cache
def _compile(pattern: str) -> re.Pattern[str] | None:
    r"""Reads a pattern, unless it has syntax that only Java knows, such as `\p{L}` in those of tags."""
    try:
        return re.compile(pattern) if pattern else None
    except re.error:
        return None
