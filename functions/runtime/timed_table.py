"""Base of the stores that keep something for a time, or note when it happened."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class TimedTable:
    """A table, and the time."""

    def __init__(
        self, dynamodb: "DynamoDBClient", table: str, clock: Callable[[], float] = time.time
    ) -> None:
        """Uses a table.

        Args:
            dynamodb: The client.
            table: The table's name.
            clock: Tells the time in seconds since the epoch.
        """
        self._dynamodb = dynamodb
        self._table = table
        self._clock = clock
