"""The settings of a stack: what `Pulumi.<stack>.yaml` may say under the project's name."""

import json
from typing import Annotated, Literal, Self

import pulumi
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from infra.lambda_function import FunctionSettings
from infra.packaging import Platform

# The languages that Comprehend finds entities in.
# https://docs.aws.amazon.com/comprehend/latest/dg/supported-languages.html
Language = Literal["ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "pt", "zh", "zh-TW"]

# CloudWatch Logs takes no other numbers of days.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
_RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)


def _check_retention(days: int) -> int:
    if days not in _RETENTION_DAYS:
        raise PydanticCustomError("retention", f"must be one of {', '.join(map(str, _RETENTION_DAYS))}")
    return days


def _parse_list(value: object) -> object:
    """Pulumi gives lists as JSON."""
    return json.loads(value) if isinstance(value, str) else value


# Browsers' form of an origin, without a path; `*` would let any page in.
Origin = Annotated[str, Field(pattern=r"^https?://[^/*]+$")]


class Settings(BaseModel):
    """A stack's settings, checked; every one has a default."""

    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, frozen=True)

    platform: Annotated[
        Platform, Field(description="`lambda` on AWS; `host` where functions run on this machine")
    ] = Platform.LAMBDA
    language: Annotated[Language, Field(description="the language that posts are written in")] = "en"
    log_retention_days: Annotated[
        int, AfterValidator(_check_retention), Field(description="how long logs are kept, in days")
    ] = 30
    deletion_protection: Annotated[bool, Field(description="refuse to delete posts and users")] = True
    public_reading: Annotated[bool, Field(description="posts can be read without a token")] = True
    allowed_origins: Annotated[
        tuple[Origin, ...],
        BeforeValidator(_parse_list),
        Field(description="origins of further pages that may call the API"),
    ] = ()
    issuer: Annotated[
        str | None,
        Field(pattern="^https://", description="an OpenID Connect issuer; else a user pool is made"),
    ] = None
    audience: Annotated[str | None, Field(description="the client id that the issuer knows the blog by")] = (
        None
    )
    mailbox_url: Annotated[
        str | None, Field(description="where the page can follow emails; the local AWS has such a place")
    ] = None

    @model_validator(mode="after")
    def _check_issuer(self) -> Self:
        if (self.issuer is None) != (self.audience is None):
            raise PydanticCustomError("issuer", "issuer and audience belong together")
        return self

    @property
    def functions(self) -> FunctionSettings:
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
        problems = [
            f"{config.name}:{problem['loc'][0] if problem['loc'] else 'issuer'}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise pulumi.RunError("\n".join(problems)) from error
