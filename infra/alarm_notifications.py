"""Notifications of all alarms: an alarm that tells nobody is none."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.arguments import check_arguments
from infra.parts.policy import resource_policy
from infra.parts.rules import Email, TopicArn


class AlarmNotificationsArgs(TypedDict):
    """Arguments of `AlarmNotifications`."""

    email: NotRequired[Email | None]
    """An address that is told, once it has followed the link that SNS sends to it. Default: none."""

    topic_arn: NotRequired[TopicArn | None]
    """A topic that is told, which lets CloudWatch publish. Default: none."""


class AlarmNotifications(pulumi.ComponentResource):
    """Lets every alarm that the program makes from now on tell when it rings, and when it is over.

    The topic for the address is not encrypted at rest. With AWS's own key CloudWatch could not publish there,
    and a key of one's own would guard what goes out by email a moment later, which names no post, and would
    keep alarms in when that key fails.
    """

    def __init__(
        self, name: str, args: AlarmNotificationsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates a topic for the address, if there is one."""
        super().__init__("blog:index:AlarmNotifications", name, None, opts)
        args = check_arguments(self, args, AlarmNotificationsArgs)
        child = pulumi.ResourceOptions(parent=self)

        told: list[pulumi.Input[str]] = []
        if topic_arn := args.get("topic_arn"):
            told.append(topic_arn)
        if email := args.get("email"):
            topic = aws.sns.Topic(f"{name}-topic", opts=child)
            policy = aws.sns.TopicPolicy(
                f"{name}-policy",
                arn=topic.arn,
                policy=resource_policy(
                    "sns", topic.arn, {"cloudwatch.amazonaws.com": [topic.arn.apply(_alarms_beside)]}
                ),
                opts=child,
            )
            aws.sns.TopicSubscription(
                f"{name}-email", topic=topic.arn, protocol="email", endpoint=email, opts=child
            )
            told.append(policy.arn)  # the topic's, once CloudWatch may publish there
        _tell_of_all_alarms(told)

        self.register_outputs({})


def _alarms_beside(topic_arn: str) -> str:
    """Names all alarms of a topic's account and region."""
    partition, _, region, account = topic_arn.split(":")[1:5]
    return f"arn:{partition}:cloudwatch:{region}:{account}:alarm:*"


def _tell_of_all_alarms(topic_arns: Sequence[pulumi.Input[str]]) -> None:
    def tell(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != "aws:cloudwatch/metricAlarm:MetricAlarm":
            return None
        props = {**args.props, "alarm_actions": topic_arns, "ok_actions": topic_arns}
        return pulumi.ResourceTransformationResult(props, args.opts)

    if topic_arns:
        pulumi.runtime.register_stack_transformation(tell)
