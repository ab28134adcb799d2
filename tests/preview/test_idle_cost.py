"""Idle cost of a stack."""

import pulumi_aws as aws

from preview.idle_cost import idle_cost
from preview.recording import record


def alarm(name: str, period: int) -> None:
    aws.cloudwatch.MetricAlarm(
        name,
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=1,
        namespace="AWS/SQS",
        metric_name="NumberOfMessagesSent",
        period=period,
        statistic="Sum",
        threshold=0,
    )


def test_what_is_billed_without_use_is_added_up_by_item() -> None:
    def program() -> None:
        alarm("usual", 60)
        alarm("fast", 10)
        aws.cloudwatch.Dashboard("board", dashboard_name="board", dashboard_body="{}")
        aws.kms.Key("key")
        for name, source in {"queue": "sqs:eu-west-1:123456789012:jobs", "stream": "dynamodb:x"}.items():
            aws.lambda_.EventSourceMapping(name, event_source_arn=f"arn:aws:{source}", function_name="work")

    assert idle_cost(record(program)) == {
        "total": "$4.66",
        "alarms": "$0.40",
        "dashboards": "$3.00",
        "KMS keys": "$1.00",
        "polling of queues": "$0.26",
    }


def test_a_stack_that_is_billed_by_use_alone_costs_nothing() -> None:
    assert idle_cost(record(lambda: aws.sqs.Queue("jobs"))) == {"total": "$0.00"}
