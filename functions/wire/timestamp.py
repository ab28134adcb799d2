"""Timestamps as they enter and leave a function: ISO 8601 with an offset, or `Z` for UTC."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError


def to_timestamp(instant: datetime) -> str:
    """Writes an instant in UTC as ISO 8601 with milliseconds and `Z`, such as `2026-03-01T09:30:00.000Z`."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _check_timestamp(value: str) -> str:
    try:
        has_offset = datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        has_offset = False
    if not has_offset:
        raise PydanticCustomError("timestamp", "must be an instant in ISO 8601")
    return value


Instant = Annotated[str, AfterValidator(_check_timestamp)]
"""A timestamp."""

Timestamp = Annotated[Instant, Field(json_schema_extra={"format": "date-time"})]
"""A timestamp that is known as such in JSON Schema."""
