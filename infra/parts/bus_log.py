"""Error log of an event bus: why it could not deliver an event, without the event's content."""

import pulumi
import pulumi_aws as aws

from infra.parts.access_log import VENDED_LOGS
from infra.parts.shared_args import DEFAULT_LOG_RETENTION_DAYS, SharedArgs


class BusLogArgs(SharedArgs):
    """Arguments of `BusLog`."""

    bus: aws.cloudwatch.EventBus
    """The bus. Its `log_config` says what it logs."""


class BusLog(pulumi.ComponentResource):
    """A log group, and the delivery of a bus's errors to it.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-logs.html
    """

    def __init__(self, name: str, args: BusLogArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the log group and the delivery."""
        super().__init__("blog:index:BusLog", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        bus = args["bus"]

        log_group = aws.cloudwatch.LogGroup(
            name,
            # Buses' names are unique in an account and region, so no two stacks share a log.
            name=pulumi.Output.concat(VENDED_LOGS, bus.name),
            retention_in_days=args.get("log_retention_days", DEFAULT_LOG_RETENTION_DAYS),
            kms_key_id=args.get("encryption", {}).get("kms_key_arn"),
            opts=child,
        )
        source = aws.cloudwatch.LogDeliverySource(
            name, log_type="ERROR_LOGS", resource_arn=bus.arn, opts=child
        )
        destination = aws.cloudwatch.LogDeliveryDestination(
            name,
            delivery_destination_configuration={"destination_resource_arn": log_group.arn},
            opts=child,
        )
        aws.cloudwatch.LogDelivery(
            name,
            delivery_source_name=source.name,
            delivery_destination_arn=destination.arn,
            opts=child,
        )

        self.register_outputs({})
