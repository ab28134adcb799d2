"""Access logs of the APIs."""

import json

from preview.recording import Recording, Resource


def log_of(program: Recording, stage: Resource) -> Resource:
    """Finds the log group that a stage writes to."""
    [group] = [
        one
        for one in program.of_type("cloudwatch/logGroup:LogGroup")
        if one["arn"] == stage["accessLogSettings"]["destinationArn"]
    ]
    return group


def test_no_log_takes_room_in_the_resource_policy_of_the_account(equipped: Recording) -> None:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
    stages = equipped.of_type("apigatewayv2/stage:Stage")
    names = {log_of(equipped, stage)["name"] for stage in stages}
    assert len(names) == len(stages) == 2
    # The id tells stacks of a name apart, for example of two projects.
    for stage in stages:
        prefix, _, api_id = log_of(equipped, stage)["name"].partition("-access-")
        assert prefix.startswith("/aws/vendedlogs/test-")
        assert api_id == stage["apiId"]


def test_every_request_of_the_http_api_is_logged_without_the_client_s_address(program: Recording) -> None:
    stage = program.one("apigatewayv2/stage:Stage", "blog-http-stage")
    assert log_of(program, stage)["retentionInDays"] == 30
    line = json.loads(stage["accessLogSettings"]["format"])
    assert line.keys() >= {"requestId", "route", "status", "latency", "integrationError"}
    assert "sourceIp" not in str(line)


def test_the_websocket_logs_only_where_the_account_lets_it(program: Recording, equipped: Recording) -> None:
    name = "realtime-websocket-stage"
    assert "accessLogSettings" not in program.one("apigatewayv2/stage:Stage", name).inputs

    stage = equipped.one("apigatewayv2/stage:Stage", name)
    assert log_of(equipped, stage)["retentionInDays"] == 7
    line = json.loads(stage["accessLogSettings"]["format"])
    assert line.keys() >= {"requestId", "route", "status", "integrationLatency", "integrationError"}


def test_operators_know_the_logs(program: Recording) -> None:
    [log] = program.outputs["operations"]["accessLogs"].items()
    assert log == ("blog-http-access", "/aws/vendedlogs/test-blog-http-access-blog-http-id")
