"""What the function is told by its environment."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """The function's settings.

    Attributes:
        posts_table: The name of the posts table (`POSTS_TABLE`).
        idempotency_table: The name of the table of idempotency keys (`IDEMPOTENCY_TABLE`).
    """

    posts_table: str
    idempotency_table: str

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(
            posts_table=os.environ["POSTS_TABLE"],
            idempotency_table=os.environ["IDEMPOTENCY_TABLE"],
        )
