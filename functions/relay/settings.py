"""What the function is told by its environment."""

from dataclasses import dataclass

from functions.environment_settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The function's settings.

    Attributes:
        event_bus: The name or ARN of the bus to publish on (`EVENT_BUS`).
    """

    event_bus: str
