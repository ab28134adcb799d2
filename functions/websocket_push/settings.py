"""What the function is told by its environment."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class PushSettings:
    """The function's settings, beside those of `functions.websocket.settings`.

    Attributes:
        queue_url: The URL of the queue that it reads from and puts the rest of its work into (`QUEUE_URL`).
    """

    queue_url: str

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(queue_url=os.environ["QUEUE_URL"])
