"""Rules of values that settings and components' arguments share, and the check of arguments by them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints, is_typeddict

import pulumi
from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from infra.parts.packaging import PYTHON_VERSION, Platform

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


RetentionDays = Annotated[int, AfterValidator(_check_retention)]

# Browsers' form of an origin, without a path; `*` would let any page in.
Origin = Annotated[str, Field(pattern=r"^https?://[^/*]+$")]

Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]

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

TopicArn = Annotated[str, Field(pattern=r"^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$")]


# Keys of several regions have ids of their own kind:
# https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN
_KEY = re.compile(
    r"arn:[\w-]+:kms:[\w-]+:\d{12}:key/"
    r"(mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
)


def _check_key(arn: str) -> str:
    if not _KEY.fullmatch(arn):
        raise PydanticCustomError(
            "key", "must be the ARN of a key and of no alias: arn:aws:kms:<region>:<account>:key/<id>"
        )
    return arn


KeyArn = Annotated[str, AfterValidator(_check_key)]

# AWS's own policies have the account `aws`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
PolicyArn = Annotated[str, Field(pattern=r"^arn:[\w-]+:iam::(\d{12}|aws):policy/[\w+=,.@/-]+$")]

Issuer = Annotated[str, Field(pattern="^https?://")]

StreamArn = Annotated[
    str, Field(pattern=r"^arn:[\w-]+:dynamodb:[\w-]+:\d{12}:table/[\w.-]+/stream/[\w:.-]+$")
]

# Lambda runs at least two of a queue's batches at once, and at most 1,000.
# https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html
Concurrency = Annotated[int, Field(ge=2, le=1000)]

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
Memory = Annotated[int, Field(ge=128, le=10_240)]

# Requests a second and at once; AWS lets all of an account's APIs together have 10,000 and 5,000.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
Rate = Annotated[int, Field(ge=1, le=10_000)]
Burst = Annotated[int, Field(ge=1, le=5_000)]

# Lambda's runtimes that the project is tested on.
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
Python = Literal["3.11", "3.12", "3.13", "3.14"]

LogLevel = Literal["INFO", "ERROR"]


def check_python(python: str, platform: Platform) -> None:
    """Checks that functions will run on the Python that packages them: bytecode belongs to one minor version.

    Args:
        python: The version that they are to run on, such as `3.13`.
        platform: Where they will run. On `Platform.HOST` any version will do.

    Raises:
        PydanticCustomError: Another version packages them.
    """
    if platform is Platform.LAMBDA and python != PYTHON_VERSION:
        raise PydanticCustomError(
            "python",
            "functions are to run on Python {python}, but Python {running} packages them: delete the .venv"
            " and install it with PULUMI_PYTHON_CMD=python{python}, or set python to {running}",
            {"python": python, "running": PYTHON_VERSION},
        )


def _check_function_settings(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    check_python(
        settings.get("python") or PYTHON_VERSION, Platform(settings.get("platform", Platform.LAMBDA))
    )
    return settings


# `pulumi.Input` refers to these by their names.
_NAMES_IN_INPUT = {"Output": pulumi.Output, "T": TypeVar("T")}

# An argument of one of these names has the same rule in every component.
RULES: Mapping[str, TypeAdapter[Any]] = {
    "allowed_origins": TypeAdapter(list[Origin]),
    "burst": TypeAdapter(Burst),
    "function_settings": TypeAdapter(Annotated[Mapping[str, Any], AfterValidator(_check_function_settings)]),
    "issuer": TypeAdapter(Issuer | None),
    "kms_key_arn": TypeAdapter(KeyArn | None),
    "language": TypeAdapter(Language),
    "log_level": TypeAdapter(LogLevel),
    "log_retention_days": TypeAdapter(RetentionDays),
    "maximum_concurrency": TypeAdapter(Concurrency),
    "memory": TypeAdapter(Memory),
    "permissions_boundary": TypeAdapter(PolicyArn | None),
    "platform": TypeAdapter(Platform),
    "python": TypeAdapter(Python),
    "posts_stream_arn": TypeAdapter(StreamArn),
    "push_concurrency": TypeAdapter(Concurrency),
    "rate": TypeAdapter(Rate),
    "recognition_concurrency": TypeAdapter(Concurrency),
}


_LISTS = {list, Sequence}


def check_arguments(component: pulumi.Resource, args: Mapping[str, Any], definition: Any) -> None:  # noqa: ANN401 - a TypedDict is no type to Python
    """Refuses arguments that a component does not know, lacks, or cannot have.

    What is not known before the deployment, such as an output of another resource, is not looked at.

    Args:
        component: Whose arguments they are.
        args: The arguments.
        definition: The `TypedDict` that defines them.

    Raises:
        pulumi.RunError: Names each argument that is wrong, with its rule.
    """
    if problems := list(_problems(args, definition, "")):
        name = type(component).__name__
        raise pulumi.RunError("\n".join(f"{name}: {problem}" for problem in problems))


def nearest(unknown: str, known: Iterable[str]) -> str:
    """Says that a name is not known, and which one may be meant."""
    [*guess] = get_close_matches(unknown, list(known), n=1)
    return f"there is no {unknown!r}" + (f": did you mean {guess[0]!r}?" if guess else "")


def _problems(args: Mapping[str, Any], definition: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - the same
    hints = get_type_hints(definition, localns=_NAMES_IN_INPUT)
    for name in args.keys() - hints.keys():
        yield nearest(f"{path}{name}", [f"{path}{known}" for known in hints])
    for name in definition.__required_keys__ - args.keys():
        yield f"{path}{name} is missing"
    for name, value in args.items():
        hint = hints.get(name)
        if misshapen := list(_misshapen(value, hint, f"{path}{name}")):
            yield from misshapen
        elif name in RULES and hint and not _is_unknown_yet(value):
            yield from _broken_rules(RULES[name], value, f"{path}{name}")
        elif hint is bool and not isinstance(value, bool):
            yield f"{path}{name} must be a bool, not {value!r}"


def _misshapen(value: Any, hint: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any value, and a type
    """Finds what is no dict or list where one belongs, and what is wrong in those."""
    shape = next((one for one in (hint, *get_args(hint)) if _is_shape(one)), None)
    if shape is None or value is None or _is_unknown_yet(value):  # none is as if it was not given
        return
    if get_origin(shape) in _LISTS:
        if not isinstance(value, (list, tuple)):
            yield f"{path} must be a list, not {value!r}"
            return
        for number, item in enumerate(value):
            yield from _misshapen(item, get_args(shape)[0], f"{path}.{number}")
    elif not isinstance(value, Mapping):
        yield f"{path} must be a dict, not {value!r}"
    elif is_typeddict(shape):
        yield from _problems(value, shape, f"{path}.")
    else:
        for key, item in value.items():
            yield from _misshapen(item, get_args(shape)[1], f"{path}.{key}")


def _is_shape(hint: object) -> bool:
    return is_typeddict(hint) or get_origin(hint) in {Mapping, *_LISTS}


def _broken_rules(rule: TypeAdapter[Any], value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any value
    try:
        rule.validate_python(value)
    except ValidationError as error:
        for problem in error.errors():
            yield f"{'.'.join([path, *map(str, problem['loc'])])}: {problem['msg']}"


def _is_unknown_yet(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_is_unknown_yet(item) for item in value)
    return isinstance(value, pulumi.Output) or hasattr(value, "__await__")
