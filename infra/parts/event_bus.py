"""Event bus, which may be encrypted with a key of one's own."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.nodes import Nodes
from infra.parts.policy import resource_policy


class EventBusArgs(TypedDict):
    """Arguments of `EventBus`."""

    kms_key_arn: NotRequired[pulumi.Input[str] | None]
    """The key that encrypts the events. Default: one of EventBridge's."""


class EventBus(aws.cloudwatch.EventBus):
    """A bus that, with a key of one's own, keeps what it could not encrypt or decrypt in a dead-letter queue.

    An event waits there when EventBridge may not use the key, or the key is disabled
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html). So the queue
    has a key of SQS's: with the same one it would fail when it is needed. The events in it are encrypted
    still.
    """

    policies: list[aws.sqs.QueuePolicy]
    """What lets it use its dead-letter queue, for what has to wait for that."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: EventBusArgs, opts: pulumi.ResourceOptions) -> None:
        """Creates the bus, and with a key its dead-letter queue."""
        key = args.get("kms_key_arn")
        dead_letters = DeadLetterQueue(f"{name}-dead-letters", {}, opts) if key else None
        super().__init__(
            name,
            kms_key_identifier=key,
            dead_letter_config={"arn": dead_letters.arn} if dead_letters else None,
            opts=opts,
        )
        self.policies = []
        self.nodes = Nodes()
        if dead_letters:
            self.nodes |= dead_letters.nodes
            # Not the queue's own: it is there before the bus, and the policy names the bus.
            policy = aws.sqs.QueuePolicy(
                f"{name}-dead-letters-policy",
                queue_url=dead_letters.url,
                policy=resource_policy("sqs", dead_letters.arn, {"events.amazonaws.com": [self.arn]}),
                opts=opts,
            )
            self.policies.append(policy)
