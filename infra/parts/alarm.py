"""CloudWatch alarms, made by what they watch."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.nodes import Nodes

# Milliseconds within which 99 of 100 are to be answered: AWS's recommendation for nine of ten.
_LATE = 2500


class AlarmArgs(TypedDict):
    """Arguments of `alarm`."""

    symptom: str
    """What is wrong when it rings."""

    first: NotRequired[str]
    """The first command of `python -m ops` to type then. Default: `status`."""

    namespace: str
    """Where the metric is, such as `AWS/SQS`."""

    metric: str
    """The metric's name."""

    dimensions: NotRequired[Mapping[str, pulumi.Input[str]]]
    """What it is of, such as `{"QueueName": …}`. Default: the whole account in its region."""

    each: NotRequired[str]
    """A further dimension whose values are added up, such as `Operation`. Default: none."""

    statistic: NotRequired[str]
    """How the values of a period become one: `Sum`, `Average`, `Maximum`, or a percentile such as `p99`.
    Default: `Sum`."""

    above: NotRequired[float]
    """What the metric must not be above, in its own unit. Default: 0."""

    period: NotRequired[int]
    """Seconds that become one value. Default: 60."""

    periods: NotRequired[int]
    """How many values must be above in a row. Default: 1."""

    missing: NotRequired[str]
    """What it means when there is no value. Default: `notBreaching`, for most metrics are not sent while
    nothing happens."""


def alarm(name: str, args: AlarmArgs, opts: pulumi.ResourceOptions) -> Nodes:
    """Makes an alarm.

    It notifies whom `infra.alarm_notifications` says; until then it can be looked at.

    Args:
        name: Its name in the program, which begins with that of what it watches.
        args: What it watches.
        opts: Its parent.
    """
    statistic = args.get("statistic", "Sum")
    watched = {
        "namespace": args["namespace"],
        "metric_name": args["metric"],
        "dimensions": args.get("dimensions"),
        "period": args.get("period", 60),
        "extended_statistic" if statistic.startswith("p") else "statistic": statistic,
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
        **({"metric_queries": [_added_up(args)]} if "each" in args else watched),
    )
    return Nodes(alarms={name: {"name": made.name, "arn": made.arn}})


def latency_alarm(
    name: str,
    symptom: str,
    *,
    metric: str,
    dimensions: Mapping[str, pulumi.Input[str]],
    opts: pulumi.ResourceOptions,
) -> Nodes:
    """Makes the alarm of an API that answers late for a quarter of an hour.

    Args:
        name: Its name in the program.
        symptom: What is wrong then.
        metric: API Gateway's metric, in milliseconds.
        dimensions: Which API it is of.
        opts: Its parent.
    """
    watched: AlarmArgs = {
        "symptom": symptom,
        "namespace": "AWS/ApiGateway",
        "metric": metric,
        "dimensions": dimensions,
        "statistic": "p99",
        "above": _LATE,
        "period": 300,
        "periods": 3,
    }
    return alarm(name, watched, opts)


def _added_up(args: AlarmArgs) -> aws.cloudwatch.MetricAlarmMetricQueryArgsDict:
    """Asks for the sum over all values of a dimension, which need not be known.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
    """
    dimensions = args.get("dimensions", {})
    names = ", ".join(sorted([*dimensions, args["each"]]))
    select = f'SELECT SUM({args["metric"]}) FROM SCHEMA("{args["namespace"]}", {names}) WHERE '  # noqa: S608 - no SQL
    return {
        "id": "sum",
        "expression": pulumi.Output.all(**dimensions).apply(
            lambda known: select + " AND ".join(f"{key} = '{value}'" for key, value in known.items())
        ),
        "period": args.get("period", 60),
        "return_data": True,
    }
