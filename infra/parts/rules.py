"""Types with the rules of values that settings and components' arguments share."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError, Url

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def _matching(pattern: str, rule: str) -> AfterValidator:
    """Makes the validator of a text by a regular expression, with the rule in words."""
    expression = re.compile(pattern, re.ASCII)

    def check(text: str) -> str:
        if not expression.fullmatch(text):
            raise PydanticCustomError("text", "{rule}", {"rule": f"must be {rule}"})
        return text

    return AfterValidator(check)


def _url(rule: str, is_good: Callable[[str, Url], bool]) -> AfterValidator:
    """Makes the validator of a URL by a function of the text and its parsed form, with the rule in words."""

    def check(text: str) -> str:
        try:
            is_url = is_good(text, Url(text))
        except ValidationError:
            is_url = False
        if not is_url:
            raise PydanticCustomError("url", "{rule}", {"rule": f"must be {rule}"})
        return text

    return AfterValidator(check)


def _is_origin(text: str, url: Url) -> bool:
    """Tells whether a URL is an origin as browsers serialize it (RFC 6454, section 6.2)."""
    if url.host in _LOOPBACK:  # an emulator of AWS serves each distribution under a path
        return url.scheme in {"http", "https"}
    rest = (url.path or "/").removeprefix("/"), url.query, url.fragment, url.username
    is_serialized = str(url) == f"{text}/" and not any(rest)
    return is_serialized and url.scheme in {"http", "https"} and "*" not in text


def _is_issuer(text: str, url: Url) -> bool:
    """Tells whether a URL may be an issuer.

    https://openid.net/specs/openid-connect-discovery-1_0.html, section 3
    """
    is_normal = str(url) in {text, f"{text}/"} and not url.username
    return is_normal and url.scheme == "https" and url.query is None and url.fragment is None


def _is_callback(text: str, url: Url) -> bool:
    """Tells whether Cognito accepts a URL to send a browser back to."""
    is_safe = url.scheme == "https" or (url.scheme == "http" and url.host in _LOOPBACK)
    return is_safe and "#" not in text and text.isprintable() and " " not in text


class Language(StrEnum):
    """A language that Comprehend finds entities in.

    https://docs.aws.amazon.com/comprehend/latest/dg/supported-languages.html
    """

    ARABIC = "ar"
    CHINESE = "zh"
    CHINESE_TRADITIONAL = "zh-TW"
    ENGLISH = "en"
    FRENCH = "fr"
    GERMAN = "de"
    HINDI = "hi"
    ITALIAN = "it"
    JAPANESE = "ja"
    KOREAN = "ko"
    PORTUGUESE = "pt"
    SPANISH = "es"


# CloudWatch Logs accepts no other numbers of days.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


def _check_retention(days: int) -> int:
    if days not in _RETENTION_DAYS:
        raise PydanticCustomError("retention", f"must be one of {', '.join(map(str, _RETENTION_DAYS))}")
    return days


RetentionDays = Annotated[int, AfterValidator(_check_retention)]

Origin = Annotated[
    str,
    _url(
        "an origin as browsers send it, such as https://blog.example: a host in lower case, a port only if"
        " it is not the default one, and no slash at the end",
        _is_origin,
    ),
]

Issuer = Annotated[
    str,
    _url("an https URL without a query, a fragment or a user, such as https://issuer.example", _is_issuer),
]

# A URL whose origin a content security policy can name: https://www.w3.org/TR/CSP3/#grammardef-host-source
Endpoint = Annotated[
    str,
    _matching(
        r"(?:https?|wss?)://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#]\S*)?",
        "a URL with http, https, ws or wss, such as https://api.example.com",
    ),
]

# In printable ASCII characters. A comma would separate two addresses.
Email = Annotated[str, _matching(r"[!-+\--?A-~]+@[!-+\--?A-~]+", "one email address, in ASCII")]

# Domains that no mail reaches: RFC 2606 and RFC 6761.
_RESERVED_DOMAIN = re.compile(
    r"(.*[@.])?(example\.(com|net|org)|example|invalid|localhost|test)\.?", re.IGNORECASE
)


def is_reserved(email: str) -> bool:
    """Tells whether an address is at a domain that is reserved for examples and tests."""
    return bool(_RESERVED_DOMAIN.fullmatch(email))


# Objects of S3 take 10 tags, two of which are the program's.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
_MOST_TAGS = 8
_OWN_TAGS = ("project", "stack")

# What all services take. https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
_TAG_KEY = re.compile(r"[\w .:/=+@-]{1,128}")
_TAG_VALUE = re.compile(r"[\w .:/=+@-]{0,256}")


def _check_tags(tags: dict[str, str]) -> dict[str, str]:
    problems = [f"there are {len(tags)}, but at most {_MOST_TAGS} may be"] if len(tags) > _MOST_TAGS else []
    seen = {*_OWN_TAGS}
    for key, value in tags.items():
        if key.casefold() in seen:  # IAM does not tell keys apart by case
            problems.append(f"{key!r} is there already, in this or another case")
        seen.add(key.casefold())
        if not _TAG_KEY.fullmatch(key):
            problems.append(f"{key!r} must have 1 to 128 letters, digits, spaces and _ . : / = + @ -")
        if not _TAG_VALUE.fullmatch(value):
            problems.append(f"the value of {key!r} must have at most 256 of the same characters")
        if any(text.casefold().startswith("aws:") for text in (key, value)):
            problems.append(f"{key!r} must not begin with 'aws:', nor its value: AWS reserves that")
    if problems:
        raise PydanticCustomError("tags", "{problems}", {"problems": "; ".join(problems)})
    return tags


Tags = Annotated[dict[str, str], AfterValidator(_check_tags)]

TopicArn = Annotated[
    str, _matching(r"arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+", "the ARN of an SNS topic that is no FIFO topic")
]

# Keys of several regions have ids of their own kind:
# https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
KeyArn = Annotated[
    str,
    _matching(
        r"arn:[\w-]+:kms:[\w-]+:\d{12}:key/"
        r"(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",
        "the ARN of a key, not of an alias: arn:aws:kms:<region>:<account>:key/<id>",
    ),
]

StreamArn = Annotated[
    str,
    _matching(
        r"arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table/[\w.-]+/stream/[\w:.-]+",
        "the ARN of a table's stream: arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<label>",
    ),
]

PolicyArn = Annotated[
    str, _matching(r"arn:[\w-]+:iam::(\d{12}|aws):policy/[\w+=,.@/-]+", "the ARN of an IAM policy")
]

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html
SubnetId = Annotated[str, _matching(r"subnet-[0-9a-f]+", "the id of a subnet, such as subnet-0a1b2c3d")]

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html
SecurityGroupId = Annotated[
    str, _matching(r"sg-[0-9a-f]+", "the id of a security group, such as sg-0a1b2c3d")
]

# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html
BusName = Annotated[
    str, _matching(r"[/.\w-]{1,256}", "the name of an event bus: 1 to 256 letters, digits and . / _ -")
]

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BucketName = Annotated[
    str,
    _matching(
        r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
        "the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens, the first and the last"
        " a letter or digit",
    ),
]

Audience = Annotated[
    str, _matching(r"[!-~]([ -~]*[!-~])?", "printable ASCII characters, without spaces at the ends")
]

# An address that a path is added to.
PostsUrl = Annotated[
    str,
    _matching(
        r"https?://[A-Za-z0-9.:\[\]-]+(/[!\"$-.0->@-~]+)*",
        "an http or https URL without white space, a query, a fragment or a slash at the end, such as"
        " https://api.example.com/posts",
    ),
]

# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
CallbackUrl = Annotated[
    str, _url("an https URL, or an http URL of localhost, without white space or a fragment", _is_callback)
]

# https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
Timeout = Annotated[int, Field(ge=1, le=900)]
FunctionDescription = Annotated[str, Field(max_length=256)]
Handler = Annotated[
    str,
    Field(max_length=128),
    _matching(r"[!-~]+\.\w+", "a module and a function in it, such as handler.handle"),
]

# https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html
VariableName = Annotated[
    str, _matching(r"[a-zA-Z]\w+", "a name of at least two letters, digits and _ that begins with a letter")
]

# https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
BatchSize = Annotated[int, Field(ge=1, le=10_000)]
BatchingWindow = Annotated[int, Field(ge=0, le=300)]

# Lambda runs at least two of a queue's batches at once, and at most 1,000.
# https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html
Concurrency = Annotated[int, Field(ge=2, le=1000)]

# No account has less: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
AccountConcurrency = Annotated[int, Field(ge=10)]

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
Memory = Annotated[int, Field(ge=128, le=10_240)]

# Requests a second and at once; AWS lets all of an account's APIs together have 10,000 and 5,000.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
Rate = Annotated[int, Field(ge=1, le=10_000)]
Burst = Annotated[int, Field(ge=1, le=5_000)]


class Python(StrEnum):
    """A version of Python that Lambda has and that the project is tested on.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
    """

    PYTHON_3_11 = "3.11"
    PYTHON_3_12 = "3.12"
    PYTHON_3_13 = "3.13"
    PYTHON_3_14 = "3.14"


class LogLevel(StrEnum):
    """The lines that functions log.

    Attributes:
        INFO: A line for each call, and each error.
        ERROR: Each error.
    """

    INFO = "INFO"
    ERROR = "ERROR"
