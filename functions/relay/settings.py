"""What the function is told by its environment."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """The function's settings.

    Attributes:
        event_bus: The name or ARN of the bus to publish on (`EVENT_BUS`).
    """

    event_bus: str

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(event_bus=os.environ["EVENT_BUS"])
