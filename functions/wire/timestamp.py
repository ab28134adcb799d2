"""Timestamps as they leave a function."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

Timestamp = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


def to_timestamp(instant: datetime) -> str:
    """Writes an instant in UTC as ISO 8601 with milliseconds and `Z`, such as `2026-03-01T09:30:00.000Z`."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
