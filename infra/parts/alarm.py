"""CloudWatch alarms, made by what they watch."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.nodes import Nodes

# Milliseconds within which 99 of 100 are to be answered: AWS's recommendation for nine of ten.
_LATE = 2500

# CloudWatch's statistics, with the functions of its queries, which has none for extended statistics.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
_FUNCTIONS = {"Average": "AVG", "Maximum": "MAX", "Minimum": "MIN", "SampleCount": "COUNT", "Sum": "SUM"}


class Alarms(StrEnum):
    """The alarms that a stack has.

    Attributes:
        ALL: Every alarm.
        URGENT: Those alone that tell of lost data or of failing requests.
        NONE: No alarm.
    """

    ALL = "all"
    URGENT = "urgent"
    NONE = "none"


class AlarmArgs(TypedDict):
    """Arguments of `alarm`."""

    symptom: str
    """What is wrong when it rings."""

    urgent: NotRequired[bool]
    """Marks an alarm to get up for: data is or will be lost, or requests fail. Default: `False`."""

    first: NotRequired[str]
    """The first command of `python -m ops` to type then. Default: `status`."""

    namespace: str
    """Where the metric is, such as `AWS/SQS`."""

    metric: str
    """The metric's name."""

    dimensions: NotRequired[Mapping[str, pulumi.Input[str]]]
    """What it is of, such as `{"QueueName": …}`. Default: the whole account in its region."""

    each: NotRequired[str]
    """A further dimension over all of whose values, such as those of `Operation`, the statistic is taken.
    There is no percentile of these. Default: none."""

    statistic: NotRequired[str]
    """How the values of a period become one: `Sum`, `Average`, `Maximum`, `Minimum`, `SampleCount`, or, as
    CloudWatch calls them, an extended one: a percentile such as `p99`. Default: `Sum`."""

    above: NotRequired[float]
    """What the metric must not be above, in its own unit. Default: 0."""

    period: NotRequired[int]
    """Seconds that become one value. Default: 60."""

    periods: NotRequired[int]
    """How many values must be above in a row. Default: 1."""

    missing: NotRequired[str]
    """What it means when there is no value. Default: `notBreaching`, for most metrics are not sent while
    nothing happens."""


def alarm(name: str, args: AlarmArgs, alarms: Alarms, opts: pulumi.ResourceOptions) -> Nodes:
    """Makes an alarm, if the stack has such alarms.

    It notifies whom `infra.alarm_notifications` says; until then it can be looked at.

    Args:
        name: Its name in the program, which begins with that of what it watches.
        args: What it watches.
        alarms: The alarms that the stack has.
        opts: Its parent.

    Raises:
        pulumi.RunError: It is to take a percentile over all values of a dimension.
    """
    if alarms is Alarms.NONE or (alarms is Alarms.URGENT and not args.get("urgent", False)):
        return Nodes()
    statistic = args.get("statistic", "Sum")
    watched = {
        "namespace": args["namespace"],
        "metric_name": args["metric"],
        "dimensions": args.get("dimensions"),
        "period": args.get("period", 60),
        "statistic" if statistic in _FUNCTIONS else "extended_statistic": statistic,
    }
    made = aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=(
            f"{args['symptom']}."
            f" First: python -m ops {args.get('first', 'status')} --stack {pulumi.get_stack()}"
        ),
        comparison_operator="GreaterThanThreshold",
        threshold=args.get("above", 0),
        evaluation_periods=args.get("periods", 1),
        treat_missing_data=args.get("missing", "notBreaching"),
        opts=opts,
        **({"metric_queries": [_over_each(name, statistic, args)]} if "each" in args else watched),
    )
    return Nodes(alarms={name: {"name": made.name, "arn": made.arn}})


def latency(symptom: str, metric: str, dimensions: Mapping[str, pulumi.Input[str]]) -> AlarmArgs:
    """Returns the arguments of the alarm of an API that answers late for a quarter of an hour.

    Args:
        symptom: What is wrong then.
        metric: API Gateway's metric, in milliseconds.
        dimensions: Which API it is of.
    """
    return {
        "symptom": symptom,
        "namespace": "AWS/ApiGateway",
        "metric": metric,
        "dimensions": dimensions,
        "statistic": "p99",
        "above": _LATE,
        "period": 300,
        "periods": 3,
    }


def _over_each(name: str, statistic: str, args: AlarmArgs) -> aws.cloudwatch.MetricAlarmMetricQueryArgsDict:
    """Asks for the statistic over all values of a dimension, which need not be known.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
    """
    if statistic not in _FUNCTIONS:
        known = ", ".join(_FUNCTIONS)
        raise pulumi.RunError(f"{name}: over each {args['each']} there is no {statistic}, but {known}")
    dimensions = args.get("dimensions", {})
    names = ", ".join(sorted([*dimensions, args["each"]]))
    metric = f"{_FUNCTIONS[statistic]}({args['metric']})"
    select = f'SELECT {metric} FROM SCHEMA("{args["namespace"]}", {names})'  # noqa: S608 - no SQL
    return {
        "id": statistic.lower(),
        "expression": pulumi.Output.all(**dimensions).apply(
            lambda known: f"{select} WHERE {_conditions(known)}" if known else select
        ),
        "period": args.get("period", 60),
        "return_data": True,
    }


def _conditions(dimensions: Mapping[str, str]) -> str:
    return " AND ".join(f"{name} = '{value}'" for name, value in dimensions.items())
