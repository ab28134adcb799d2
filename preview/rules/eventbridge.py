"""Rules of EventBridge."""

from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.pattern import EXAMPLE, is_pattern
from preview.rules.rule import Problem, Rule, between, like, must, read_json

_BUS, _RULE = "cloudwatch/eventBus:EventBus", "cloudwatch/eventRule:EventRule"
_TARGET = "cloudwatch/eventTarget:EventTarget"

_REFERENCE = "https://docs.aws.amazon.com/eventbridge/latest/APIReference"
_GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide"

_TARGETS = 5
_INPUTS = ("input", "inputPath", "inputTransformer")


def _find_schedule_on_own_bus(rule: Resource, _recording: Recording) -> Iterator[Problem]:
    if rule.inputs.get("scheduleExpression") and _bus(rule) != "default":
        yield "scheduleExpression", f"must be on the default bus, and not on {_bus(rule)}"


def _find_excess_of_targets(rule: Resource, recording: Recording) -> Iterator[Problem]:
    targets = [
        target
        for target in recording.of_type(_TARGET)
        if (target.inputs.get("rule"), _bus(target)) == (rule["name"], _bus(rule))
    ]
    if len(targets) > _TARGETS:
        yield "name", f"must have at most {_TARGETS} targets, not {len(targets)}"


def _bus(resource: Resource) -> str:
    return str(resource.inputs.get("eventBusName", "default"))


def _find_two_inputs(target: Resource, _recording: Recording) -> Iterator[Problem]:
    given = [name for name in _INPUTS if name in target.inputs]
    if len(given) > 1:
        yield given[1], f"must not be given together with {given[0]}"


RULES = (
    must(
        _BUS,
        "name",
        "another name than default, without a slash",
        f"{_REFERENCE}/API_CreateEventBus.html",
        # A bus of a partner has its source's name, which has slashes.
        lambda name: name != "default" and ("/" not in name or name.startswith("aws.partner/")),
    ),
    like(
        _BUS,
        "name",
        r"[/.\w-]{1,256}",
        "1 to 256 letters, digits, '.', '-' or '_'",
        f"{_REFERENCE}/API_CreateEventBus.html",
    ),
    must(
        _RULE,
        "eventPattern",
        f"JSON with lists of values, such as {EXAMPLE}",
        f"{_GUIDE}/eb-event-patterns.html",
        lambda text: is_pattern(text) and read_json(text) != {},
    ),
    must(
        _RULE,
        "eventPattern",
        "at most 4,096 characters",
        f"{_REFERENCE}/API_PutRule.html",
        lambda text: len(text) <= 4096,  # noqa: PLR2004 - as it says
    ),
    Rule(_RULE, f"{_GUIDE}/eb-create-rule-schedule.html", _find_schedule_on_own_bus),
    Rule(_RULE, f"{_GUIDE}/eb-quota.html", _find_excess_of_targets),
    like(_TARGET, "arn", r"arn:[\w-]+:[\w-]+:.*:.+", "an ARN", f"{_REFERENCE}/API_Target.html"),
    Rule(_TARGET, f"{_REFERENCE}/API_Target.html", _find_two_inputs),
    between(_TARGET, "retryPolicy.maximumRetryAttempts", 0, 185, f"{_REFERENCE}/API_RetryPolicy.html"),
    between(
        _TARGET, "retryPolicy.maximumEventAgeInSeconds", 60, 86_400, f"{_REFERENCE}/API_RetryPolicy.html"
    ),
)
