"""Rules of SQS."""

from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.rule import Problem, Rule, between, like, values

_QUEUE = "sqs/queue:Queue"

_CREATE_QUEUE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html"
_GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
_DEAD_LETTERS = f"{_GUIDE}/sqs-dead-letter-queues.html"


def _find_name_of_other_kind(queue: Resource, _recording: Recording) -> Iterator[Problem]:
    if queue["name"].endswith(".fifo") != bool(queue.inputs.get("fifoQueue")):
        yield "name", f"must end with .fifo if fifoQueue is true, and only then: {queue['name']!r}"


def _find_settings_of_fifo(queue: Resource, _recording: Recording) -> Iterator[Problem]:
    for path in ("contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit"):
        if queue.inputs.get(path) and not queue.inputs.get("fifoQueue"):
            yield path, "must be given with fifoQueue alone"


def _find_odd_dead_letters(queue: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, arn in values(queue, "redrivePolicy.deadLetterTargetArn"):
        if arn.split(":")[:5] != queue["arn"].split(":")[:5]:
            yield path, f"must be a queue of the same account and region, not {arn!r}"
        if arn.endswith(".fifo") != bool(queue.inputs.get("fifoQueue")):
            yield path, f"must be a queue of the same kind, FIFO or not, and not {arn!r}"
        if arn == queue["arn"]:
            yield path, "must be another queue"


def _find_short_visibility(queue: Resource, recording: Recording) -> Iterator[Problem]:
    """Finds queues that show a message again while a function may still be at it."""
    visibility = queue.inputs.get("visibilityTimeoutSeconds", 30)
    mappings = recording.of_type("lambda/eventSourceMapping:EventSourceMapping")
    readers = {
        one.inputs.get("functionName") for one in mappings if one.inputs.get("eventSourceArn") == queue["arn"]
    }
    for function in recording.of_type("lambda/function:Function"):
        timeout = function.inputs.get("timeout", 3)
        if visibility < timeout and readers & {function["arn"], function["name"]}:
            yield (
                "visibilityTimeoutSeconds",
                f"must be at least {timeout:g}, the timeout of {function.name}, not {visibility:g}",
            )


RULES = (
    like(
        _QUEUE,
        "name",
        r"[\w-]{1,80}|[\w-]{1,75}\.fifo",
        "1 to 80 letters, digits, '-' or '_'",
        _CREATE_QUEUE,
    ),
    Rule(_QUEUE, _CREATE_QUEUE, _find_name_of_other_kind),
    Rule(_QUEUE, _CREATE_QUEUE, _find_settings_of_fifo),
    between(
        _QUEUE, "redrivePolicy.maxReceiveCount", 1, 1000, f"{_GUIDE}/sqs-configure-dead-letter-queue.html"
    ),
    Rule(_QUEUE, _DEAD_LETTERS, _find_odd_dead_letters),
    Rule(
        _QUEUE,
        "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
        _find_short_visibility,
    ),
)
