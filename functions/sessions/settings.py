"""What the function is told by its environment."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """The function's settings.

    Attributes:
        issuer: The OpenID Connect issuer, by its URL (`ISSUER`).
        audience: Whom its tokens are for, which is the id of the OAuth client (`AUDIENCE`).
    """

    issuer: str
    audience: str

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(issuer=os.environ["ISSUER"], audience=os.environ["AUDIENCE"])
