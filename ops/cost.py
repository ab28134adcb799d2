"""Costs of a million posts, by service: what AWS bills by the piece, and not what it bills by the month.

Prices are the list prices of us-east-1 that were known when this was written, without free tiers.
"""

from dataclasses import dataclass, fields, replace
from math import ceil
from pathlib import Path

from emulated_aws.stack_file import read_stack
from ops.stack import StackError

_ROOT = Path(__file__).parents[1]
_MILLION = 1_000_000

# Dollars. Each is on the page https://aws.amazon.com/<service>/pricing/.
_COMPREHEND_UNIT = 0.0001  # 100 characters, at least 3 units a request
_SNS_PUBLICATION = 0.50 / _MILLION
_SNS_EMAIL = 2.00 / 100_000
_LAMBDA_CALL = 0.20 / _MILLION
_LAMBDA_GB_SECOND = 0.0000133334  # arm64
_HTTP_REQUEST = 1.00 / _MILLION
_WEBSOCKET_MESSAGE = 1.00 / _MILLION  # of up to 32 KB
_DYNAMODB_WRITE = 0.625 / _MILLION  # of up to 1 KB
_DYNAMODB_READ = 0.125 / _MILLION  # of up to 4 KB, consistent; half as much if not
_EVENT = 1.00 / _MILLION  # of up to 64 KB
_SQS_REQUEST = 0.40 / _MILLION
_LOGS_GB = 0.50

# Bytes of a post besides its body: the other fields, its entities, and names.
_FIELDS_BYTES = 600

# Two: created and enriched.
_EVENTS = 2

# MB. Pushing has a whole core, whatever the stack's memory is.
_DEFAULT_MEMORY = 512
_PUSH_MEMORY = 1_769

# Milliseconds that a call is billed for, with waiting: estimates. A push takes more for each connection.
_POST_MS, _READ_MS, _RELAY_MS, _RECOGNITION_MS, _EMAIL_MS, _PUSH_MS, _SEND_MS = 30, 20, 20, 200, 300, 30, 2

# Bytes of a call's lines in the log: Lambda's own three, ours, and metrics.
_LOG_BYTES = 1_500


@dataclass(frozen=True)
class Usage:
    """What happens for each post.

    Attributes:
        body: Its characters.
        subscribers: People who get an email about it.
        connections: WebSocket connections that are told of it.
        reads: Requests that read it, or a list.
    """

    body: int = 500
    subscribers: int = 10
    connections: int = 100
    reads: int = 100

    @classmethod
    def defaults(cls) -> dict[str, int]:
        """Returns what is taken for usual."""
        return {field.name: field.default for field in fields(cls) if isinstance(field.default, int)}


@dataclass(frozen=True)
class Cost:
    """What a service costs.

    Attributes:
        service: Its name.
        dollars: For a million posts.
        formula: What is counted, for one post.
    """

    service: str
    dollars: float
    formula: str


def estimate(usage: Usage, stack: str) -> list[Cost]:
    """Estimates what a million posts cost, the dearest service first.

    Args:
        usage: What happens for each.
        stack: The stack whose settings count, by its file.

    Raises:
        StackError: There is no such file.
    """
    try:
        _, settings = read_stack(_ROOT, stack)
    except FileNotFoundError as error:
        raise StackError(f"There is no Pulumi.{stack}.yaml.") from error
    memory = int(settings.get("event-driven-blog:memory", _DEFAULT_MEMORY))
    item, messages = usage.body + _FIELDS_BYTES, _EVENTS * usage.connections
    units = max(3, ceil(usage.body / 100))
    calls = 1 + _EVENTS + 2 + _EVENTS + usage.reads
    seconds = (_POST_MS + _EVENTS * _RELAY_MS + _RECOGNITION_MS + _EMAIL_MS + usage.reads * _READ_MS) / 1000
    pushing = (_EVENTS * _PUSH_MS + messages * _SEND_MS) / 1000
    # The post with two indexes, twice; its email, noted twice; the gateway's copy; two for each message.
    writes = _EVENTS * (ceil(item / 1024) + 2) + 2 + ceil(item / 1024) + 2 * messages
    # Recognition's of the post; four halves for a list; pushes' of subscriptions.
    reads = ceil(item / 4096) + 2 * usage.reads + 4
    queued = 2 + _EVENTS
    costs = [
        Cost("Comprehend", units * _COMPREHEND_UNIT, f"{units} units of 100 characters"),
        Cost(
            "SNS",
            _SNS_PUBLICATION + usage.subscribers * _SNS_EMAIL,
            f"{usage.subscribers} emails, 1 publication at most",
        ),
        Cost(
            "Lambda",
            calls * _LAMBDA_CALL + (seconds * memory + pushing * _PUSH_MEMORY) / 1024 * _LAMBDA_GB_SECOND,
            f"{calls} calls; {seconds:.2f} s with {memory} MB, {pushing:.2f} s with {_PUSH_MEMORY} MB",
        ),
        Cost(
            "API Gateway",
            (1 + usage.reads) * _HTTP_REQUEST + messages * _WEBSOCKET_MESSAGE,
            f"{1 + usage.reads} requests, {messages} messages",
        ),
        Cost(
            "DynamoDB",
            writes * _DYNAMODB_WRITE + reads * _DYNAMODB_READ,
            f"{writes} writes of 1 KB, {reads} reads of 4 KB",
        ),
        Cost("EventBridge", _EVENTS * _EVENT, f"{_EVENTS} events"),
        Cost("SQS", 3 * queued * _SQS_REQUEST, f"{queued} messages, each sent, received and deleted"),
        Cost(
            "CloudWatch Logs",
            calls * _LOG_BYTES / 1e9 * _LOGS_GB,
            f"{calls} calls, {_LOG_BYTES:,} bytes each",
        ),
    ]
    a_million = [replace(cost, dollars=round(cost.dollars * _MILLION, 2)) for cost in costs]
    return sorted(a_million, key=lambda cost: -cost.dollars)
