"""Dead-letter queue, for messages that could not be delivered or handled."""

from collections.abc import Mapping, Sequence
from typing import Annotated, NotRequired

import pulumi
import pulumi_aws as aws
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from infra.parts.alarm import Alarms, alarm
from infra.parts.arguments import check_arguments
from infra.parts.nodes import DeadLetterQueueNode, Nodes
from infra.parts.policy import SERVICE_ACCESS, resource_policy
from infra.parts.shared_args import SharedArgs

RETENTION_SECONDS = 14 * 24 * 60 * 60  # SQS's longest: people need time to look

# The 80 of a queue's name, less a stack's name of 10, the 7 digits of an automatic name and two hyphens.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
_LONGEST_NAME = 61


_SENDERS = sorted(service for service, kind in SERVICE_ACCESS if kind == "sqs")


def _check_sender(service: str) -> str:
    if service not in _SENDERS:
        raise PydanticCustomError("sender", f"must be one of {', '.join(_SENDERS)}")
    return service


class DeadLetterQueueArgs(SharedArgs):
    """Arguments of `DeadLetterQueue`."""

    senders: NotRequired[
        Mapping[
            Annotated[str, AfterValidator(_check_sender)],
            Sequence[pulumi.Input[str]],
        ]
    ]
    """Service principals that put messages here, each with the ARNs it acts for, such as
    `{"events.amazonaws.com": [rule.arn]}`. Default: none; roles and redriving queues need no entry."""

    function: NotRequired[str]
    """What the program calls the function that gives up what is put here, for operators. Default: none."""


class DeadLetterQueue(pulumi.ComponentResource):
    """Keeps messages that their consumer gave up on, until somebody redrives or deletes them."""

    arn: pulumi.Output[str]
    """The queue's ARN."""

    url: pulumi.Output[str]
    """The queue's URL."""

    nodes: Nodes
    """What operators look at."""

    def __init__(
        self, name: str, args: DeadLetterQueueArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the queue and lets its senders in."""
        super().__init__("blog:index:DeadLetterQueue", name, None, opts)
        args = check_arguments(self, args, DeadLetterQueueArgs, _LONGEST_NAME)
        child = pulumi.ResourceOptions(parent=self)

        key = args.get("encryption", {}).get("kms_key_arn")
        queue = aws.sqs.Queue(
            name,
            message_retention_seconds=RETENTION_SECONDS,
            kms_master_key_id=key,
            sqs_managed_sse_enabled=None if key else True,  # AWS's provider takes one of both
            opts=child,
        )
        if senders := args.get("senders"):
            aws.sqs.QueuePolicy(
                f"{name}-policy",
                queue_url=queue.url,
                policy=resource_policy("sqs", queue.arn, senders),
                opts=child,
            )

        self.arn = queue.arn
        self.url = queue.url
        node: DeadLetterQueueNode = {"url": queue.url, "arn": queue.arn}
        if function := args.get("function"):
            node["function"] = function
        self.nodes = Nodes(dead_letters={name: node}) | alarm(
            f"{name}-messages",
            {
                "symptom": f"{name} has messages that were given up",
                "first": f"redrive {name}",
                "namespace": "AWS/SQS",
                # What SQS moves here does not count as sent.
                "metric": "ApproximateNumberOfMessagesVisible",
                "dimensions": {"QueueName": queue.name},
                "statistic": "Maximum",
                # A queue that nobody looks at has no metrics after six hours, but still its messages.
                "missing": "ignore",
                "urgent": True,
            },
            args.get("alarms", Alarms.ALL),
            child,
        )
        self.register_outputs({"arn": self.arn})
