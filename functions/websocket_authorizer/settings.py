"""What the function is told by its environment."""

from dataclasses import dataclass

from functions.environment_settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The function's settings.

    Attributes:
        tickets_table: The name of the table of tickets (`TICKETS_TABLE`).
    """

    tickets_table: str
