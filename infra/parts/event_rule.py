"""Rule of an event bus, for one kind of event."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from functions.domain.events import SOURCE, BlogPostEvent
from infra.parts.alarm import Alarms, alarm
from infra.parts.nodes import Nodes
from infra.parts.shared_args import SharedArgs


class EventRuleReference(TypedDict):
    """A rule of an event bus, for components that are targets of it."""

    name: pulumi.Input[str]
    """Its name."""

    arn: pulumi.Input[str]
    """Its ARN."""

    bus_name: pulumi.Input[str]
    """The name of its bus."""


class EventRuleArgs(SharedArgs):
    """Arguments of `EventRule`."""

    bus_name: pulumi.Input[str]
    """The bus."""

    event: type[BlogPostEvent]
    """The kind of event."""

    description: str
    """One line: which events go where."""

    fixed_name: NotRequired[str]
    """Its name on AWS. Default: one that no other rule has."""


class EventRule(aws.cloudwatch.EventRule):
    """A rule that matches a kind of event, whatever is in it, and rings when a target does not get one."""

    reference: EventRuleReference
    """The rule, for components that are targets of it."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: EventRuleArgs, opts: pulumi.ResourceOptions) -> None:
        """Creates the rule and its alarms."""
        super().__init__(
            name,
            name=args.get("fixed_name"),
            description=args["description"],
            event_bus_name=args["bus_name"],
            event_pattern=json.dumps({"source": [SOURCE], "detail-type": [args["event"].detail_type]}),
            opts=opts,
        )
        child = pulumi.ResourceOptions(parent=self)
        alarms = args.get("alarms", Alarms.ALL)
        self.reference = {"name": self.name, "arn": self.arn, "bus_name": args["bus_name"]}
        # A custom bus's metrics are found under both names:
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
        dimensions = {"EventBusName": args["bus_name"], "RuleName": self.name}
        self.nodes = (
            Nodes(rules={name: self.name})
            | alarm(
                f"{name}-failed",
                {
                    "symptom": f"Events of the rule {name} did not reach a target, and wait in its"
                    " dead-letter queue",
                    "first": "redrive",
                    "namespace": "AWS/Events",
                    "metric": "FailedInvocations",
                    "dimensions": dimensions,
                },
                alarms,
                child,
            )
            | alarm(
                f"{name}-lost",
                {
                    "symptom": f"Events of the rule {name} reached neither a target nor its dead-letter"
                    " queue: they are lost",
                    "first": f"replay --rule {name} --since 1d",
                    "namespace": "AWS/Events",
                    "metric": "InvocationsFailedToBeSentToDlq",
                    "dimensions": dimensions,
                    "urgent": True,
                },
                alarms,
                child,
            )
        )
