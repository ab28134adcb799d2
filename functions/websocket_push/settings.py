"""What the function is told by its environment."""

from dataclasses import dataclass

from functions.environment_settings import EnvironmentSettings


@dataclass(frozen=True)
class PushSettings(EnvironmentSettings):
    """The function's settings, beside those of `functions.websocket.settings`.

    Attributes:
        queue_url: The URL of the queue that it reads from and puts the rest of its work into (`QUEUE_URL`).
    """

    queue_url: str
