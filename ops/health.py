"""Health of a stack, as one looks at it at night."""

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from functions.domain import handlers
from ops.announcement import StuckPost, find_stuck
from ops.dead_letters import Kind, count, read
from ops.logs import find_failures
from ops.reasons import find_reason
from ops.stack import Stack

# The metrics' shortest period is a minute, and they come some minutes late.
_PERIOD_SECONDS = 60

LATELY = timedelta(minutes=10)
"""What `functions` and `failures` of a `Health` are about."""

# A message that is so old has failed more than once: its queue delivers it again after at most 3 minutes.
_OLD_SECONDS = 300

# Retries of the stream take about a quarter of an hour, those of a queue five times its visibility.
STUCK_AFTER = timedelta(minutes=20)
"""How old a post is that should have entities."""

_STUCK_SINCE = timedelta(days=1)

_LETTERS = 10  # are looked at in each dead-letter queue
_ALARMS_A_CALL = 100  # DescribeAlarms tells of no more


@dataclass(frozen=True)
class QueueHealth:
    """A queue that a function reads.

    Attributes:
        waiting: Messages in it.
        in_flight: Messages that are being handled, or wait for their next attempt.
        oldest_seconds: The age of the oldest; None if CloudWatch has not measured it.
        dead_letters: Its dead-letter queue.
    """

    waiting: int
    in_flight: int
    oldest_seconds: int | None
    dead_letters: str

    @property
    def is_late(self) -> bool:
        """Whether messages take too long."""
        return (self.oldest_seconds or 0) > _OLD_SECONDS


@dataclass(frozen=True)
class DeadLetterHealth:
    """A dead-letter queue.

    Attributes:
        count: How many are in it.
        reasons: How many of those that were looked at are there for what reason. None, if somebody else looks
            at them.
        can_go_back: Whether one of these can be sent back.
        is_foreign: Whether one of these is not the blog's.
    """

    count: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    can_go_back: bool = False
    is_foreign: bool = False


@dataclass(frozen=True)
class FunctionHealth:
    """A function, lately.

    Attributes:
        errors: Calls that failed as a whole.
        throttles: Calls that were refused as too many.
    """

    errors: int
    throttles: int


@dataclass(frozen=True)
class Health:
    """A stack's health. All names are the program's, but for alarms.

    Attributes:
        queues: The queues that functions read.
        dead_letters: The dead-letter queues.
        functions: The functions with failures.
        failures: What failed lately, and how often, by the log: also what was tried again.
        stream_lag_seconds: How far the relay is behind the table; None if nothing was measured.
        alarms: The alarms that are on, and why.
        stuck: Posts of the last day that should have entities by now.
    """

    queues: Mapping[str, QueueHealth]
    dead_letters: Mapping[str, DeadLetterHealth]
    functions: Mapping[str, FunctionHealth]
    failures: Mapping[str, int]
    stream_lag_seconds: int | None
    alarms: Mapping[str, str]
    stuck: tuple[StuckPost, ...]

    @property
    def is_good(self) -> bool:
        """Whether there is nothing to do."""
        return not (
            any(queue.is_late for queue in self.queues.values())
            or any(letters.count for letters in self.dead_letters.values())
            or self.functions
            or self.failures
            or (self.stream_lag_seconds or 0) > _OLD_SECONDS
            or self.alarms
            or self.stuck
        )


def check_health(stack: Stack, now: datetime) -> Health:
    """Asks all that tells of a stack's health."""
    queues = [*stack.operations.queues, *stack.operations.dead_letters]
    with ThreadPoolExecutor() as threads:
        counting = {name: threads.submit(count, stack, name) for name in queues}
        measuring = threads.submit(_measure, stack, now)
        alarming = threads.submit(_alarms, stack)
        failing = threads.submit(find_failures, stack, now - LATELY)
        stuck = threads.submit(lambda: tuple(find_stuck(stack, now - _STUCK_SINCE, now - STUCK_AFTER)))
        counts = {name: future.result() for name, future in counting.items()}
        explaining = {
            name: threads.submit(_explain, stack, name, sum(counts[name]))
            for name in stack.operations.dead_letters
        }
        measured = measuring.result()
        return Health(
            queues={
                name: QueueHealth(
                    *counts[name], measured.get(("ApproximateAgeOfOldestMessage", name)), queue.dead_letters
                )
                for name, queue in stack.operations.queues.items()
            },
            dead_letters={name: future.result() for name, future in explaining.items()},
            functions=dict(_failing(stack, measured)),
            failures=Counter(f"{line.function}: {line.reason}" for line in failing.result()),
            stream_lag_seconds=_seconds(
                measured.get(("IteratorAge", stack.operations.function(handlers.RELAY)))
            ),
            alarms=alarming.result(),
            stuck=stuck.result(),
        )


def _explain(stack: Stack, queue: str, number: int) -> DeadLetterHealth:
    if not number:
        return DeadLetterHealth(0)
    letters = read(stack, queue, _LETTERS)
    reasons = Counter(f"{letter.kind}: {find_reason(stack, letter)}" for letter in letters)
    return DeadLetterHealth(
        number,
        reasons,
        can_go_back=any(letter.can_go_back for letter in letters),
        is_foreign=any(letter.kind is Kind.FOREIGN for letter in letters),
    )


def _alarms(stack: Stack) -> dict[str, str]:
    every = list(stack.operations.alarms)
    alarms: dict[str, str] = {}
    for start in range(0, len(every), _ALARMS_A_CALL):
        answer = stack.client("cloudwatch").describe_alarms(
            AlarmNames=every[start : start + _ALARMS_A_CALL], StateValue="ALARM", MaxRecords=_ALARMS_A_CALL
        )
        alarms |= {one["AlarmName"]: one.get("StateReason", "") for one in answer["MetricAlarms"]}
    return alarms


def _measure(stack: Stack, now: datetime) -> dict[tuple[str, str], int]:
    """Asks for the worst value of each metric lately, by the metric's name and the resource's."""
    wanted = [
        *(("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", name) for name in stack.operations.queues),
        ("AWS/Lambda", "IteratorAge", "Maximum", stack.operations.function(handlers.RELAY)),
        *(("AWS/Lambda", "Errors", "Sum", name) for name in stack.operations.functions),
        *(("AWS/Lambda", "Throttles", "Sum", name) for name in stack.operations.functions),
    ]
    queries = [
        {
            "Id": f"m{number}",
            "MetricStat": {
                "Metric": {
                    "Namespace": space,
                    "MetricName": metric,
                    "Dimensions": [_dimension(stack, space, name)],
                },
                "Period": _PERIOD_SECONDS,
                "Stat": statistic,
            },
        }
        for number, (space, metric, statistic, name) in enumerate(wanted)
    ]
    answer = stack.client("cloudwatch").get_metric_data(
        MetricDataQueries=queries, StartTime=now - LATELY, EndTime=now
    )
    measured = {}
    for result in answer["MetricDataResults"]:
        _, metric, statistic, name = wanted[int(result["Id"][1:])]
        if values := result["Values"]:
            # What a sum counts is over; how old something is, the newest value tells.
            measured[metric, name] = round(sum(values) if statistic == "Sum" else values[0])
    return measured


def _dimension(stack: Stack, namespace: str, name: str) -> dict[str, str]:
    if namespace == "AWS/SQS":
        return {"Name": "QueueName", "Value": stack.operations.queues[name].arn.rpartition(":")[2]}
    return {"Name": "FunctionName", "Value": stack.operations.functions[name].name}


def _failing(stack: Stack, measured: Mapping[tuple[str, str], int]) -> Iterator[tuple[str, FunctionHealth]]:
    for name in stack.operations.functions:
        health = FunctionHealth(measured.get(("Errors", name), 0), measured.get(("Throttles", name), 0))
        if health.errors or health.throttles:
            yield name, health


def _seconds(milliseconds: int | None) -> int | None:
    return None if milliseconds is None else milliseconds // 1000
