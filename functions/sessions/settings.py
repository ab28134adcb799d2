"""What the function is told by its environment."""

from dataclasses import dataclass

from functions.environment_settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The function's settings.

    Attributes:
        issuer: The OpenID Connect issuer, by its URL (`ISSUER`).
        audience: Whom its tokens are for, which is the id of the OAuth client (`AUDIENCE`).
    """

    issuer: str
    audience: str
