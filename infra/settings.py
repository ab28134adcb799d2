"""Settings of a stack, under the project's name in `Pulumi.<stack>.yaml`."""

import json
from typing import Annotated, Literal

import pulumi
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from infra.parts.lambda_function import FunctionSettings
from infra.parts.packaging import Platform

# The languages that Comprehend finds entities in.
# https://docs.aws.amazon.com/comprehend/latest/dg/supported-languages.html
Language = Literal["ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "pt", "zh", "zh-TW"]

# CloudWatch Logs takes no other numbers of days.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


def _check_retention(days: int) -> int:
    if days not in _RETENTION_DAYS:
        raise PydanticCustomError("retention", f"must be one of {', '.join(map(str, _RETENTION_DAYS))}")
    return days


def _parse_list(value: object) -> object:
    """Pulumi gives lists as JSON."""
    return json.loads(value) if isinstance(value, str) else value


# Browsers' form of an origin, without a path; `*` would let any page in.
_Origin = Annotated[str, Field(pattern=r"^https?://[^/*]+$")]


class Settings(BaseModel):
    """A stack's settings, checked; every one has a default."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, frozen=True)

    platform: Platform = Platform.LAMBDA
    """What functions are packaged for: `lambda`, or `host` where they run on this machine."""

    language: Language = "en"
    """The language that posts are written in."""

    log_retention_days: Annotated[int, AfterValidator(_check_retention)] = 30
    """How long logs are kept, in days."""

    deletion_protection: bool = True
    """Whether AWS refuses to delete posts and users."""

    public_reading: bool = True
    """Whether posts can be read without a token."""

    allowed_origins: Annotated[tuple[_Origin, ...], BeforeValidator(_parse_list)] = ()
    """The origins of pages, besides the stack's own, that may call the API."""

    issuer: Annotated[str | None, Field(pattern="^https://")] = None
    """The URL of an OpenID Connect issuer. Without one the stack makes a user pool."""

    audience: Annotated[str | None, Field(validate_default=True)] = None
    """The client id that the issuer knows the blog by."""

    mailbox_url: str | None = None
    """Where the page can follow emails. The local AWS has such a place."""

    @field_validator("audience")
    @classmethod
    def _check_audience(cls, audience: str | None, info: ValidationInfo) -> str | None:
        if (audience is None) != (info.data.get("issuer") is None):
            raise PydanticCustomError("audience", "belongs together with issuer: set both or none")
        return audience

    @property
    def function_settings(self) -> FunctionSettings:
        """The settings that all functions share."""
        return {"platform": self.platform, "log_retention_days": self.log_retention_days}


def load_settings(config: pulumi.Config) -> Settings:
    """Reads the settings of the current stack.

    Args:
        config: The project's configuration.

    Raises:
        pulumi.RunError: A setting has a value that it cannot have. The message names each such key.
    """
    keys = [field.alias for field in Settings.model_fields.values() if field.alias]
    values = {key: value for key in keys if (value := config.get(key)) is not None}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problems = [f"{config.name}:{problem['loc'][0]}: {problem['msg']}" for problem in error.errors()]
        raise pulumi.RunError("\n".join(problems)) from error
