"""Event bus, which logs its errors and may be encrypted with a key of one's own."""

import pulumi
import pulumi_aws as aws

from infra.parts.bus_log import BusLog
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.encryption import usable_keys
from infra.parts.nodes import Nodes
from infra.parts.policy import resource_policy
from infra.parts.shared_args import SharedArgs, shared


class EventBus(aws.cloudwatch.EventBus):
    """A bus that, with a key of one's own, keeps what it could not encrypt or decrypt in a dead-letter queue.

    An event waits there when EventBridge may not use the key, or the key is disabled
    (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq.html). So the queue
    has a key of SQS's: with the same one it would fail when it is needed. The events in it are encrypted
    still.
    """

    policies: list[aws.sqs.QueuePolicy]
    """The policies of its dead-letter queue, for resources that have to wait for them."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: SharedArgs, opts: pulumi.ResourceOptions) -> None:
        """Creates the bus and its log, and with a key its dead-letter queue."""
        encryption = args.get("encryption", {})
        key = encryption.get("kms_key_arn")
        # Also before there is a key, and as long as events of a former one may wait.
        dead_letters = (
            DeadLetterQueue(f"{name}-dead-letters", {**shared(args), "encryption": {}}, opts)
            if usable_keys(encryption)
            else None
        )
        super().__init__(
            name,
            kms_key_identifier=key,
            dead_letter_config={"arn": dead_letters.arn} if dead_letters and key is not None else None,
            # Posts stay out of logs.
            log_config={"include_detail": "NONE", "level": "ERROR"},
            opts=opts,
        )
        BusLog(f"{name}-log", {"bus": self, **shared(args)}, opts)
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
