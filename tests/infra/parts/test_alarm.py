"""Alarms, as CloudWatch is asked for them."""

from typing import Any

import pulumi
import pytest

from infra.parts.alarm import AlarmArgs, Alarms, alarm
from preview.recording import record

FAILURES: AlarmArgs = {"symptom": "It fails", "namespace": "AWS/DynamoDB", "metric": "SystemErrors"}


def inputs_of(args: AlarmArgs) -> dict[str, Any]:
    recorded = record(lambda: alarm("table-fails", args, Alarms.ALL, pulumi.ResourceOptions()))
    [made] = recorded.of_type("cloudwatch/metricAlarm:MetricAlarm")
    return dict(made.inputs)


# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
@pytest.mark.parametrize(
    ("statistic", "function"),
    [
        ("Average", "AVG"),
        ("Maximum", "MAX"),
        ("Minimum", "MIN"),
        ("SampleCount", "COUNT"),
        ("Sum", "SUM"),
    ],
)
def test_a_statistic_over_each_value_of_a_dimension_is_that_statistic(statistic: str, function: str) -> None:
    args: AlarmArgs = {
        **FAILURES,
        "dimensions": {"TableName": "posts"},
        "each": "Operation",
        "statistic": statistic,
        "period": 300,
    }
    [query] = inputs_of(args)["metricQueries"]
    select, _, condition = query["expression"].partition(" WHERE ")
    assert select == f'SELECT {function}(SystemErrors) FROM SCHEMA("AWS/DynamoDB", Operation, TableName)'  # noqa: S608 - no SQL
    assert condition == "TableName = 'posts'"
    assert query["period"] == 300


def test_over_each_value_of_a_dimension_and_nothing_else_there_is_no_condition() -> None:
    [query] = inputs_of({**FAILURES, "each": "Operation"})["metricQueries"]
    assert query["expression"] == 'SELECT SUM(SystemErrors) FROM SCHEMA("AWS/DynamoDB", Operation)'


def test_a_percentile_over_each_value_is_refused() -> None:
    with pytest.raises(pulumi.RunError, match="table-fails: over each Operation there is no p99, but"):
        inputs_of({**FAILURES, "each": "Operation", "statistic": "p99"})


# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
@pytest.mark.parametrize("statistic", ["p99", "tm90", "IQM"])
def test_what_is_no_plain_statistic_is_an_extended_one(statistic: str) -> None:
    inputs = inputs_of({**FAILURES, "statistic": statistic})
    assert inputs["extendedStatistic"] == statistic
    assert "statistic" not in inputs


@pytest.mark.parametrize(
    ("alarms", "is_urgent", "count"),
    [
        (Alarms.ALL, False, 1),
        (Alarms.ALL, True, 1),
        (Alarms.URGENT, False, 0),
        (Alarms.URGENT, True, 1),
        (Alarms.NONE, True, 0),
    ],
)
def test_a_stack_has_the_alarms_that_it_asks_for(alarms: Alarms, *, is_urgent: bool, count: int) -> None:
    def program() -> None:
        made = alarm("fails", {**FAILURES, "urgent": is_urgent}, alarms, pulumi.ResourceOptions())
        assert len(made.alarms) == count

    assert len(record(program).of_type("cloudwatch/metricAlarm:MetricAlarm")) == count
