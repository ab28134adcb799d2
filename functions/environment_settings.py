"""What a function is told by its environment."""

import os
from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True)
class EnvironmentSettings:
    """Settings that come as environment variables: each has its field's name in capitals."""

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(**{field.name: os.environ[field.name.upper()] for field in fields(cls)})
