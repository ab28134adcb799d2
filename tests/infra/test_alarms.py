"""Alarms, held against what AWS recommends, against the stack's resources, and against docs/operations.md."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from preview.recording import Recording, Resource
from tests.infra.conftest import KEY, PAGER, ROOT, record_program

RECOMMENDED = json.loads((ROOT / "tests" / "infra" / "recommended_alarms.json").read_text())  # see its source

# What AWS recommends to alarm on, and is not alarmed on here.
REASONS = {
    "AWS/ApiGateway": {
        "4XXError": "a REST API's",
        "4xx": "mistakes of clients, whom nobody has to be woken for; the dashboard has them",
        "5XXError": "a REST API's",
        "ClientError": "mistakes of clients",
        "Count": "nobody knows how many read a blog at night",
        "MessageCount": "nobody knows how many read a blog at night",
    },
    "AWS/CloudFront": {
        "5xxErrorRate": "CloudFront's metrics are in us-east-1 alone, where the stack's alarms are not",
        "FunctionExecutionErrors": "there are no functions in CloudFront",
        "FunctionThrottles": "there are no functions in CloudFront",
        "FunctionValidationErrors": "there are no functions in CloudFront",
        "OriginLatency": "CloudFront's metrics are in us-east-1 alone; the files are cached",
    },
    "AWS/Cognito": {
        "FederationThrottles": "there are no other identity providers",
        "SignInThrottles": "the quota is the account's; who signs in is told to try again",
        "SignUpThrottles": "nobody can sign up: users are made by an administrator",
        "TokenRefreshThrottles": "the page does not refresh tokens",
    },
    "AWS/DynamoDB": {
        "AccountProvisionedReadCapacityUtilization": "tables are paid by the request",
        "AccountProvisionedWriteCapacityUtilization": "tables are paid by the request",
        "AgeOfOldestUnreplicatedRecord": "there is no Kinesis stream",
        "FailedToReplicateRecordCount": "there is no Kinesis stream",
        "ReadThrottleEvents": "ThrottledRequests counts the requests that they fail, of indexes, too",
        "ReplicationLatency": "there are no global tables",
        "SuccessfulRequestLatency": "the API's latency and the queues' ages tell what comes of it",
        "ThrottledPutRecordCount": "there is no Kinesis stream",
        "UserErrors": "those are the functions' errors, and the metric is the account's",
        "WriteThrottleEvents": "ThrottledRequests counts the requests that they fail, of indexes, too",
    },
    "AWS/Lambda": {
        "ConcurrentExecutions": "ClaimedAccountConcurrency says the same of the account",
        "Duration": "a function that takes too long is an error; lateness is told by latency and age",
    },
    "AWS/S3": {
        "4xxErrors": "only CloudFront reads the bucket; the metrics would cost as requests do",
        "5xxErrors": "only CloudFront reads the bucket; the metrics would cost as requests do",
        "OperationsFailedReplication": "nothing is replicated",
    },
    "AWS/SNS": {
        "NumberOfMessagesPublished": "nobody posts at night",
        "NumberOfNotificationsDelivered": "nobody posts at night",
        "NumberOfNotificationsFilteredOut-InvalidAttributes": "one function publishes, and it is tested",
        "NumberOfNotificationsFilteredOut-InvalidMessageBody": "filters are on attributes",
        "NumberOfNotificationsRedrivenToDlq": "the dead-letter queue itself is alarmed on",
        "SMSMonthToDateSpentUSD": "there are no text messages",
        "SMSSuccessRate": "there are no text messages",
    },
    "AWS/SQS": {
        "ApproximateNumberOfMessagesNotVisible": "consumers are limited: it cannot be high",
        "NumberOfMessagesSent": "nobody posts at night",
    },
}


def alarms(program: Recording) -> list[Resource]:
    return program.of_type("cloudwatch/metricAlarm:MetricAlarm")


def watched(alarm: Resource) -> tuple[str, str, dict[str, str]]:
    """Reads an alarm's namespace, metric and dimensions, out of its query if it has one."""
    if "metricQueries" not in alarm.inputs:
        return alarm["namespace"], alarm["metricName"], alarm.inputs.get("dimensions", {})
    [query] = alarm["metricQueries"]
    [(metric, namespace)] = re.findall(r'SELECT SUM\((\w+)\) FROM SCHEMA\("([^"]+)"', query["expression"])
    return namespace, metric, dict(re.findall(r"(\w+) = '([^']*)'", query["expression"]))


def test_every_metric_that_aws_recommends_has_an_alarm_or_a_reason(program: Recording) -> None:
    alarmed = {watched(alarm)[:2] for alarm in alarms(program)}
    for namespace, metrics in RECOMMENDED["metrics"].items():
        for metric in metrics:
            is_alarmed = (namespace, metric) in alarmed
            assert is_alarmed != (metric in REASONS[namespace]), (namespace, metric)


def test_every_dimension_names_a_resource_of_this_stack(program: Recording) -> None:
    def names(kind: str, output: str = "name") -> set[str]:
        return {resource[output] for resource in program.of_type(kind)}

    known = {
        "ApiId": names("apigatewayv2/api:Api", "id"),
        "EventBusName": names("cloudwatch/eventBus:EventBus"),
        "FunctionName": names("lambda/function:Function"),
        "QueueName": names("sqs/queue:Queue"),
        "RuleName": names("cloudwatch/eventRule:EventRule"),
        "Stage": names("apigatewayv2/stage:Stage"),
        "TableName": names("dynamodb/table:Table"),
        "TopicName": names("sns/topic:Topic"),
    }
    for alarm in alarms(program):
        for dimension, value in watched(alarm)[2].items():
            assert value in known[dimension], alarm.name


def test_every_resource_that_can_fail_has_its_alarms(program: Recording) -> None:
    def alarmed(metric: str, dimension: str) -> set[str]:
        found = map(watched, alarms(program))
        return {dimensions[dimension] for _, name, dimensions in found if name == metric}

    for metric, dimension, kind in (
        ("Errors", "FunctionName", "lambda/function:Function"),
        ("Throttles", "FunctionName", "lambda/function:Function"),
        ("ThrottledRequests", "TableName", "dynamodb/table:Table"),
        ("SystemErrors", "TableName", "dynamodb/table:Table"),
        ("FailedInvocations", "RuleName", "cloudwatch/eventRule:EventRule"),
        ("InvocationsFailedToBeSentToDlq", "RuleName", "cloudwatch/eventRule:EventRule"),
        ("NumberOfNotificationsFailed", "TopicName", "sns/topic:Topic"),
    ):
        assert alarmed(metric, dimension) == {one["name"] for one in program.of_type(kind)}, metric
    queues = {queue["name"]: "redrivePolicy" in queue.inputs for queue in program.of_type("sqs/queue:Queue")}
    assert alarmed("ApproximateAgeOfOldestMessage", "QueueName") == {
        name for name, is_consumed in queues.items() if is_consumed
    }
    assert alarmed("ApproximateNumberOfMessagesVisible", "QueueName") == {
        name for name, is_consumed in queues.items() if not is_consumed
    }


def test_an_alarm_rings_long_before_a_message_is_given_up(program: Recording) -> None:
    queues = {queue["name"]: queue for queue in program.of_type("sqs/queue:Queue")}
    for alarm in alarms(program):
        if alarm.inputs.get("metricName") == "ApproximateAgeOfOldestMessage":
            queue = queues[alarm["dimensions"]["QueueName"]]
            tries = json.loads(queue["redrivePolicy"])["maxReceiveCount"]
            given_up = queue["visibilityTimeoutSeconds"] * tries
            assert queue["visibilityTimeoutSeconds"] < alarm["threshold"] < given_up / 3


def test_no_alarm_rings_because_nothing_happens(program: Recording) -> None:
    for alarm in alarms(program):
        is_of_dead_letters = alarm.inputs.get("metricName") == "ApproximateNumberOfMessagesVisible"
        assert alarm["treatMissingData"] == ("ignore" if is_of_dead_letters else "notBreaching")


def test_every_alarm_tells_whom_the_settings_name_when_it_rings_and_when_it_is_over(
    equipped: Recording,
) -> None:
    [own] = equipped.of_type("sns/topicSubscription:TopicSubscription")
    assert (own["protocol"], own["endpoint"]) == ("email", "operators@example.com")
    assert len(alarms(equipped)) > 60
    for alarm in alarms(equipped):
        assert alarm["alarmActions"] == alarm["okActions"] == [PAGER, own["topic"]]


def test_cloudwatch_may_tell_the_topic_of_alarms_of_this_account_alone(equipped: Recording) -> None:
    [topic] = [one for one in equipped.of_type("sns/topic:Topic") if one.name == "alarms-topic"]
    assert list(equipped.statements("sns/topicPolicy:TopicPolicy", topic["arn"])) == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": topic["arn"],
            "Condition": {
                "ArnLike": {"aws:SourceArn": ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*"]}
            },
        }
    ]


def test_without_such_a_setting_alarms_are_there_to_be_looked_at(program: Recording) -> None:
    assert not any("alarmActions" in alarm.inputs for alarm in alarms(program))
    assert not program.of_type("sns/topicSubscription:TopicSubscription")


def rows() -> Iterator[tuple[str, str]]:
    """Reads the alarms and the first commands in the table of docs/operations.md."""
    for line in (ROOT / "docs" / "operations.md").read_text().splitlines():
        if found := re.match(r"\| .+ \| (.+) \| `python -m ops (\w+)", line):
            for pattern in re.findall(r"`([^`]+)`", found[1]):
                yield pattern, found[2]


def test_every_alarm_is_in_the_table_with_the_command_that_its_description_names(
    equipped: Recording,
) -> None:
    table = dict(rows())
    met = set()
    for alarm in alarms(equipped):
        pattern = max((p for p in table if fnmatchcase(alarm.name, p)), key=len, default=None)
        assert pattern, f"{alarm.name} is not in docs/operations.md"
        assert f"First: python -m ops {table[pattern]}" in alarm["alarmDescription"], alarm.name
        met.add(pattern)
    assert table.keys() == met


def test_the_urgent_alarms_are_those_that_the_documentation_names(equipped: Recording) -> None:
    document = (ROOT / "docs" / "operations.md").read_text("utf-8")
    patterns = re.findall("`([^`]+)`", document.partition("get up for them:")[2].partition("`dev`")[0])
    names = {alarm.name for alarm in alarms(equipped)}
    urgent = {alarm.name for alarm in alarms(record_program({"kmsKeyArn": KEY, "alarms": "urgent"}))}
    assert urgent == {name for name in names if any(fnmatchcase(name, one) for one in patterns)}
    assert all(any(fnmatchcase(name, one) for name in urgent) for one in patterns)


def test_a_stack_without_alarms_may_have_a_dashboard() -> None:
    [dashboard] = record_program({"alarms": "none"}).of_type("cloudwatch/dashboard:Dashboard")
    assert dashboard["dashboardBody"]


def test_a_stack_without_alarms_and_dashboard_has_none_and_tells_operators_of_none() -> None:
    recording = record_program({"alarms": "none", "dashboard": "false"})
    assert not alarms(recording)
    assert not recording.of_type("cloudwatch/dashboard:Dashboard")
    assert recording.outputs["operations"]["alarms"] == []
    assert "dashboard" not in recording.outputs["operations"]


def test_the_operators_output_names_all_alarms(program: Recording) -> None:
    operations: dict[str, Any] = program.outputs["operations"]
    assert sorted(operations["alarms"]) == sorted(alarm["name"] for alarm in alarms(program))
