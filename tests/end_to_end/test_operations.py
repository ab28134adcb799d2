"""Alarms, dashboard and logs of the deployed stack, where its output says that they are."""

import json

from local.stack import LocalStack


def test_every_alarm_and_the_dashboard_are_where_the_output_says(stack: LocalStack) -> None:
    operations = stack.outputs["operations"]
    cloudwatch = stack.emulator.client("cloudwatch")
    # Those of this stack: tests deploy others beside it.
    pages = cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix="local-")
    alarms = pages.search("MetricAlarms[].AlarmName")
    assert sorted(alarms) == sorted(operations["alarms"])
    dashboard = cloudwatch.get_dashboard(DashboardName=operations["dashboard"])
    assert len(json.loads(dashboard["DashboardBody"])["widgets"]) > 10


def test_every_log_group_is_where_the_output_says(stack: LocalStack) -> None:
    operations = stack.outputs["operations"]
    groups = stack.emulator.client("logs").get_paginator("describe_log_groups").paginate()
    found = set(groups.search("logGroups[].logGroupName"))
    assert {function["logGroup"] for function in operations["functions"].values()} <= found
    assert {*operations["accessLogs"].values()} <= found
