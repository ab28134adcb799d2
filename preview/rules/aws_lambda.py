"""Rules of Lambda's functions, their permissions and their event sources."""

from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.iam import odd_service
from preview.rules.iam_reference import find_mistakes
from preview.rules.pattern import EXAMPLE, is_pattern
from preview.rules.rule import Problem, Rule, at_most, like, must, values

_FUNCTION, _PERMISSION = "lambda/function:Function", "lambda/permission:Permission"
_MAPPING = "lambda/eventSourceMapping:EventSourceMapping"

_API = "https://docs.aws.amazon.com/lambda/latest/api"
_CREATE_MAPPING = f"{_API}/API_CreateEventSourceMapping.html"
_GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"

_LARGEST_ENVIRONMENT = 4096  # bytes
_LARGEST_BATCH = 10  # of a queue without a window, and of a FIFO queue

# What only streams have.
_OF_STREAMS = (
    *("bisectBatchOnFunctionError", "maximumRecordAgeInSeconds", "maximumRetryAttempts"),
    *("parallelizationFactor", "startingPosition", "tumblingWindowInSeconds"),
)


def _find_large_environment(function: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, variables in values(function, "environment.variables"):
        size = sum(len(f"{name}{value}".encode()) for name, value in variables.items())
        if size > _LARGEST_ENVIRONMENT:
            yield path, f"must have at most {_LARGEST_ENVIRONMENT:,} bytes, not {size:,}"


def _find_level_of_text(function: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, logging in values(function, "loggingConfig"):
        if logging.get("logFormat") == "Text":
            for level in {"applicationLogLevel", "systemLogLevel"} & logging.keys():
                yield f"{path}.{level}", "must be given with logFormat JSON alone"


def _is_queue(mapping: Resource) -> bool:
    return ":sqs:" in mapping.inputs.get("eventSourceArn", "")


def _find_batch_without_window(mapping: Resource, _recording: Recording) -> Iterator[Problem]:
    size = mapping.inputs.get("batchSize", 0)
    window = mapping.inputs.get("maximumBatchingWindowInSeconds", 0)
    if _is_queue(mapping):
        is_fifo = mapping.inputs["eventSourceArn"].endswith(".fifo")
        if is_fifo and size > _LARGEST_BATCH:
            yield "batchSize", f"must be at most {_LARGEST_BATCH} of a FIFO queue, not {size:g}"
        elif is_fifo and window:
            yield "maximumBatchingWindowInSeconds", "must not be given for a FIFO queue"
        elif size > _LARGEST_BATCH and window < 1:
            yield "maximumBatchingWindowInSeconds", f"must be at least 1 with batchSize {size:g}"


def _find_settings_of_others(mapping: Resource, _recording: Recording) -> Iterator[Problem]:
    if _is_queue(mapping):
        for path in _OF_STREAMS:
            if path in mapping.inputs:
                yield path, "must not be given for a queue"
    elif "scalingConfig" in mapping.inputs:
        yield "scalingConfig", "must be given for a queue alone"


def _find_unnamed_source(permission: Resource, _recording: Recording) -> Iterator[Problem]:
    """Finds services that may call for anybody's resource.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    principal = permission.inputs.get("principal", "")
    if principal.endswith(".amazonaws.com"):
        if problem := odd_service(principal):
            yield "principal", problem
        if not {"sourceAccount", "sourceArn", "principalOrgId"} & permission.inputs.keys():
            yield "sourceArn", f"is needed, or sourceAccount: {principal} would call for any account"


def _find_unknown_action(permission: Resource, _recording: Recording) -> Iterator[Problem]:
    for mistake in find_mistakes({"Action": permission.inputs.get("action", "*")}):
        yield "action", mistake


RULES = (
    Rule(_FUNCTION, f"{_GUIDE}/gettingstarted-limits.html", _find_large_environment),
    Rule(_FUNCTION, f"{_API}/API_LoggingConfig.html", _find_level_of_text),
    like(
        _FUNCTION,
        "deadLetterConfig.targetArn",
        r"arn:[\w-]+:(sqs|sns):.+",
        "the ARN of a queue or a topic",
        f"{_API}/API_DeadLetterConfig.html",
    ),
    at_most(_MAPPING, "filterCriteria.filters", 5, f"{_GUIDE}/invocation-eventfiltering.html"),
    must(
        _MAPPING,
        "filterCriteria.filters.*.pattern",
        f"JSON with lists of values, such as {EXAMPLE}",
        f"{_GUIDE}/invocation-eventfiltering.html",
        is_pattern,
    ),
    Rule(_MAPPING, _CREATE_MAPPING, _find_batch_without_window),
    Rule(_MAPPING, _CREATE_MAPPING, _find_settings_of_others),
    Rule(_PERMISSION, f"{_API}/API_AddPermission.html", _find_unnamed_source),
    Rule(_PERMISSION, f"{_API}/API_AddPermission.html", _find_unknown_action),
)
