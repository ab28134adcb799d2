"""What the function is told by its environment."""

from dataclasses import dataclass

from functions.environment_settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The function's settings.

    Attributes:
        posts_table: The name of the posts table (`POSTS_TABLE`).
        idempotency_table: The name of the table of idempotency keys (`IDEMPOTENCY_TABLE`).
    """

    posts_table: str
    idempotency_table: str
