"""What the function is told by its environment."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """The function's settings.

    Attributes:
        tickets_table: The name of the table of tickets (`TICKETS_TABLE`).
    """

    tickets_table: str

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(tickets_table=os.environ["TICKETS_TABLE"])
