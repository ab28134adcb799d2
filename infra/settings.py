"""Settings of a stack, under the project's name in `Pulumi.<stack>.yaml`."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import pulumi
from pulumi.runtime.config import CONFIG, get_config_env, is_config_secret
from pydantic import (
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

from infra.parts.alarm import Alarms
from infra.parts.arguments import nearest
from infra.parts.encryption import Encryption
from infra.parts.function_settings import FunctionSettings, check_python
from infra.parts.http_api import Throttle
from infra.parts.packaging import Platform
from infra.parts.rules import (
    AccountConcurrency,
    Burst,
    Concurrency,
    Email,
    Issuer,
    KeyArn,
    Language,
    LogLevel,
    Memory,
    Origin,
    PolicyArn,
    Python,
    Rate,
    RetentionDays,
    Tags,
    TopicArn,
    is_reserved,
)
from infra.parts.shared_args import DEFAULT_LOG_RETENTION_DAYS

if TYPE_CHECKING:
    from infra.parts.shared_args import Shared

# Where all services are that the stack uses: Comprehend is in the fewest places.
# https://docs.aws.amazon.com/general/latest/gr/comprehend.html
REGIONS = (
    *("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1"),
    *("eu-central-1", "eu-west-1", "eu-west-2", "us-east-1", "us-east-2", "us-west-2"),
)


# pyenv and uv read that file, too. `pulumi install` takes `python3`, or what PULUMI_PYTHON_CMD names.
_PINNED_PYTHON = cast(
    "Python", Path(__file__).parents[1].joinpath(".python-version").read_text("ascii").strip()
)


def _parse_json(value: object) -> object:
    """Reads JSON, as which Pulumi gives lists and objects."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except json.JSONDecodeError as error:
        raise PydanticCustomError("json", "must be a list or an object, as YAML or JSON") from error


class Settings(BaseModel):
    """A stack's settings, checked; every one has a default."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
    )

    platform: Platform = Platform.LAMBDA
    """What functions are packaged for: `lambda`, or `host` where they run on this machine."""

    python: Annotated[Python, Field(validate_default=True)] = _PINNED_PYTHON
    """The Python of functions on Lambda, which must be the one that packages them. On `host` any will do."""

    language: Language = Language.ENGLISH
    """The language that posts are written in."""

    deletion_protection: bool = True
    """Whether Pulumi and AWS refuse to delete what holds state."""

    public_reading: bool = True
    """Whether posts can be read without a token."""

    allowed_origins: Annotated[tuple[Origin, ...], BeforeValidator(_parse_json)] = ()
    """The origins of pages, besides the stack's own, that may call the API."""

    issuer: Issuer | None = None
    """The URL of an OpenID Connect issuer. Without one the stack makes a user pool."""

    audience: Annotated[str | None, Field(validate_default=True)] = None
    """The client id that the issuer knows the blog by."""

    site: bool = True
    """Whether the stack has the page, with a CloudFront distribution, which new accounts may lack."""

    response_headers_policy_id: str | None = None
    """A CloudFront response headers policy that stacks share. AWS allows 20 in an account; by default each
    stack makes one."""

    mailbox_url: str | None = None
    """Where the page can follow emails. The local AWS has such a place."""

    tags: Annotated[Tags, BeforeValidator(_parse_json)] = Field(default_factory=dict)
    """Tags of all resources, besides `project` and `stack`: at most 8."""

    log_retention_days: RetentionDays = DEFAULT_LOG_RETENTION_DAYS
    """How long logs are kept, in days."""

    log_level: LogLevel = LogLevel.INFO
    """What functions log: `INFO` for a line a call, or only each `ERROR`."""

    alarms: Alarms = Alarms.ALL
    """The alarms that the stack has: `all`, `urgent` for those alone that tell of lost data or of failing
    requests, or `none`."""

    dashboard: bool = True
    """Whether the stack has a dashboard. An account has three free; each further one is $3 a month."""

    alarm_email: Email | None = None
    """An address that is told of alarms."""

    alarm_topic_arn: TopicArn | None = None
    """An SNS topic that is told of alarms."""

    account_concurrency: AccountConcurrency = 10
    """How many functions the account may run at once: an alarm rings at nine tenths of it."""

    websocket_access_log: bool = False
    """Whether each message to the WebSocket API is logged, which the account must let API Gateway do."""

    kms_key_arn: KeyArn | None = None
    """The ARN of a KMS key of one's own that [encrypts what is stored](encryption.md). By default AWS's own
    keys do."""

    additional_kms_key_arns: Annotated[tuple[KeyArn, ...], BeforeValidator(_parse_json)] = ()
    """The ARNs of further keys that roles may use: the next key before it is `kmsKeyArn`, and a former one as
    long as [something is encrypted with it](encryption.md#another-key)."""

    permissions_boundary: PolicyArn | None = None
    """The ARN of a policy that bounds what the functions' roles may do, as
    [the deploying role](deploying-role.md) demands."""

    memory: Memory = 512
    """Memory of a function in MB, which brings its share of a processor. Pushing has 1,769: a whole core."""

    recognition_concurrency: Concurrency = 2
    """How many posts are recognized at once. Comprehend takes about 20 calls a second. A new account may run
    10 functions at once: 2 here, 2 for pushes, 2 for emails and 1 for the relay leave 3 for the API."""

    push_concurrency: Concurrency = 2
    """How many events are pushed at once."""

    request_rate: Rate = 100
    """Requests a second that each route of the HTTP API takes."""

    request_burst: Burst = 200
    """Requests at once that each route takes."""

    write_rate: Rate = 20
    """Requests a second that `POST /posts` and `DELETE /posts/{id}` take each."""

    write_burst: Burst = 40
    """Requests at once that these two take each."""

    websocket_rate: Rate = 200
    """Messages a second that each route of the WebSocket API takes, of all clients together."""

    websocket_burst: Burst = 400
    """Messages at once."""

    @field_validator("python")
    @classmethod
    def _check_python(cls, python: str, info: ValidationInfo) -> str:
        check_python({"python": Python(python), "platform": info.data.get("platform", Platform.HOST)})
        return python

    @field_validator("alarm_email")
    @classmethod
    def _check_alarm_email(cls, alarm_email: str | None, info: ValidationInfo) -> str | None:
        if alarm_email and info.data.get("platform") is Platform.LAMBDA and is_reserved(alarm_email):
            raise PydanticCustomError(
                "reserved",
                "no mail reaches {email}: its domain is reserved for examples",
                {"email": alarm_email},
            )
        return alarm_email

    @field_validator("audience")
    @classmethod
    def _check_audience(cls, audience: str | None, info: ValidationInfo) -> str | None:
        if (audience is None) != (info.data.get("issuer") is None):
            raise PydanticCustomError("audience", "belongs together with issuer: set both or none")
        return audience

    @property
    def shared_args(self) -> "Shared":
        """The arguments that components share."""
        boundary: FunctionSettings = (
            {"permissions_boundary": self.permissions_boundary} if self.permissions_boundary else {}
        )
        encryption: Encryption = {"additional_kms_key_arns": self.additional_kms_key_arns}
        if self.kms_key_arn is not None:
            encryption["kms_key_arn"] = self.kms_key_arn
        return {
            "function_settings": {
                "platform": self.platform,
                "python": self.python,
                "log_level": self.log_level,
                "memory": self.memory,
                **boundary,
            },
            "log_retention_days": self.log_retention_days,
            "encryption": encryption,
            "alarms": self.alarms,
        }

    @property
    def request_throttle(self) -> Throttle:
        """What each route of the HTTP API takes."""
        return {"rate": self.request_rate, "burst": self.request_burst}

    @property
    def write_throttle(self) -> Throttle:
        """What `POST /posts` and `DELETE /posts/{id}` take each."""
        return {"rate": self.write_rate, "burst": self.write_burst}

    @property
    def websocket_throttle(self) -> Throttle:
        """What each route of the WebSocket API takes."""
        return {"rate": self.websocket_rate, "burst": self.websocket_burst}


def load_settings(config: pulumi.Config) -> Settings:
    """Reads the settings of the current stack.

    Args:
        config: The project's configuration.

    Raises:
        pulumi.RunError: A setting is not known, is a secret or has a value that it cannot have, or the stack
            cannot be where it is to be. The message names each such key.
    """
    prefix = f"{config.name}:"
    values = {
        key.removeprefix(prefix): value
        for key, value in {**get_config_env(), **CONFIG.get()}.items()
        if key.startswith(prefix)
    }
    problems = [*_region_problems(), *_stack_problems(), *_secret_problems(prefix, values)]
    try:
        settings = Settings.model_validate(values, by_alias=True, by_name=False)
        problems += [f"{prefix}{problem}" for problem in _key_problems(settings)]
    except ValidationError as error:
        known = [field.alias for field in Settings.model_fields.values() if field.alias]
        for problem in error.errors():
            key = str(problem["loc"][0])
            is_unknown = problem["type"] == "extra_forbidden"
            problems.append(f"{prefix}{key}: {nearest(key, known) if is_unknown else problem['msg']}")
    if problems:
        raise pulumi.RunError("\n".join(problems))
    return settings


def _region() -> str | None:
    return (
        pulumi.Config("aws").get("region")
        or os.environ.get("AWS_REGION")
        or os.environ.get("AWS_DEFAULT_REGION")
    )


def _region_problems() -> list[str]:
    region = _region()
    if region is None or region in REGIONS:  # a missing one is the provider's to refuse
        return []
    return [f"aws:region: Comprehend is not in {region}, but in {', '.join(REGIONS)}"]


def _secret_problems(prefix: str, values: Iterable[str]) -> list[str]:
    """Refuses secrets: the program would write them into names, variables and outputs, in the open."""
    return [
        f"{prefix}{key}: no setting may be a secret: set it without --secret"
        for key in values
        if is_config_secret(f"{prefix}{key}")
    ]


def _key_problems(settings: Settings) -> Iterator[str]:
    region = _region()
    keys = [("kmsKeyArn", settings.kms_key_arn)] if settings.kms_key_arn else []
    keys += [("additionalKmsKeyArns", key) for key in settings.additional_kms_key_arns]
    for setting, key in keys:
        of_key = key.split(":")[3]
        if region not in {None, of_key}:
            yield f"{setting}: the key is in {of_key}, but the stack in {region}"


def _stack_problems() -> list[str]:
    stack = pulumi.get_stack()
    if re.fullmatch(r"[a-z][a-z0-9-]{0,9}", stack):
        return []
    rule = "must have 1 to 10 lower-case letters, digits and hyphens, beginning with a letter"
    return [f"stack {stack}: its name, a part of names on AWS, {rule}"]
