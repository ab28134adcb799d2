"""EventBridge, CloudWatch and CloudWatch Logs, which Pulumi keeps under `cloudwatch`, all three."""

from emulated_aws.deployment.resource_type import Created, FollowUp, ResourceType, response, template


def _rule_id(created: Created) -> str:
    """The rule's name, after its bus unless that is the default one."""
    bus, name = created.inputs["eventBusName"], created.inputs["name"]
    return name if bus == "default" else f"{bus}/{name}"


def _target_id(created: Created) -> str:
    """The target's rule and id, after the bus unless that is the default one."""
    bus, rule, target = (created.inputs[name] for name in ("eventBusName", "rule", "targetId"))
    return f"{rule}-{target}" if bus == "default" else f"{bus}-{rule}-{target}"


RESOURCE_TYPES = {
    "aws:cloudwatch/dashboard:Dashboard": ResourceType(
        service="cloudwatch",
        create="PutDashboard",
        id=template("{dashboardName}"),
        # API reference, PutDashboard.
        limits={"dashboardName": r"[\w-]{1,255}"},
        documents=("dashboardBody",),
        outputs={"dashboardArn": template("arn:aws:cloudwatch::{account}:dashboard/{dashboardName}")},
    ),
    "aws:cloudwatch/eventBus:EventBus": ResourceType(
        service="events",
        create="CreateEventBus",
        id=template("{name}"),
        auto_named="name",
        outputs={"arn": response("EventBusArn")},
    ),
    "aws:cloudwatch/eventArchive:EventArchive": ResourceType(
        service="events",
        create="CreateArchive",
        id=template("{name}"),
        auto_named="name",
        renames={"name": "ArchiveName"},
        documents=("eventPattern",),
        outputs={"arn": response("ArchiveArn")},
    ),
    "aws:cloudwatch/eventRule:EventRule": ResourceType(
        service="events",
        create="PutRule",
        id=_rule_id,
        auto_named="name",
        defaults={"eventBusName": "default"},
        documents=("eventPattern",),
        not_sent=("forceDestroy",),
        outputs={"arn": response("RuleArn")},
    ),
    "aws:cloudwatch/eventTarget:EventTarget": ResourceType(
        service="events",
        create="PutTargets",
        id=_target_id,
        auto_named="targetId",
        defaults={"eventBusName": "default"},
        renames={
            "targetId": "Targets.Id",
            "arn": "Targets.Arn",
            "roleArn": "Targets.RoleArn",
            "input": "Targets.Input",
            "inputPath": "Targets.InputPath",
            "inputTransformer": "Targets.InputTransformer",
            "inputTransformer.inputPaths": "InputPathsMap",
            "sqsTarget": "Targets.SqsParameters",
            # Stored but not applied by the emulator: a failing target loses its event.
            "deadLetterConfig": "Targets.DeadLetterConfig",
            "retryPolicy": "Targets.RetryPolicy",
        },
        not_sent=("forceDestroy",),
    ),
    # Stored but not evaluated by the emulator: an alarm's state stays INSUFFICIENT_DATA.
    "aws:cloudwatch/metricAlarm:MetricAlarm": ResourceType(
        service="cloudwatch",
        create="PutMetricAlarm",
        id=template("{name}"),
        auto_named="name",
        renames={
            "name": "AlarmName",
            "metricQueries": "Metrics",
            "metricQueries.metric": "MetricStat",
            "metricQueries.metric.dimensions": "Metric.Dimensions",
            "metricQueries.metric.metricName": "Metric.MetricName",
            "metricQueries.metric.namespace": "Metric.Namespace",
        },
        outputs={"arn": template("arn:aws:cloudwatch:{region}:{account}:alarm:{name}")},
    ),
    # Stored but not done by the emulator: nothing is delivered.
    "aws:cloudwatch/logDelivery:LogDelivery": ResourceType(
        service="logs",
        create="CreateDelivery",
        id=response("delivery", "id"),
        outputs={"arn": response("delivery", "arn")},
    ),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": ResourceType(
        service="logs",
        create="PutDeliveryDestination",
        id=template("{name}"),
        auto_named="name",
        outputs={"arn": response("deliveryDestination", "arn")},
    ),
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": ResourceType(
        service="logs",
        create="PutDeliverySource",
        id=template("{name}"),
        auto_named="name",
        outputs={
            "arn": response("deliverySource", "arn"),
            "service": response("deliverySource", "service"),
        },
    ),
    "aws:cloudwatch/logGroup:LogGroup": ResourceType(
        service="logs",
        create="CreateLogGroup",
        id=template("{name}"),
        auto_named="name",
        renames={"name": "logGroupName"},
        follow_ups={
            "retentionInDays": FollowUp(
                "PutRetentionPolicy", {"name": "logGroupName", "retentionInDays": "retentionInDays"}
            ),
        },
        not_sent=("skipDestroy",),
        outputs={"arn": template("arn:aws:logs:{region}:{account}:log-group:{name}")},
    ),
}
