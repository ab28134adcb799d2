"""Relay of a DynamoDB stream's changes to an event bus."""

import json
from collections.abc import Sequence
from typing import NotRequired

import pulumi
import pulumi_aws as aws

from functions.domain.post import ANNOUNCE_AGAIN, PostStatus
from functions.runtime import environment
from infra.parts.alarm import Alarms, alarm
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.feature import package_feature
from infra.parts.lambda_function import UNREADABLE, LambdaFunction
from infra.parts.nodes import Nodes
from infra.parts.policy import role_policy
from infra.parts.shared_args import SharedArgs, shared

# The changes that matter. The status is compared because filters match scalar values alike on AWS and
# locally, which cannot be said of `exists`.
_CREATED = {"eventName": ["INSERT"]}
_ENRICHED = {
    "eventName": ["MODIFY"],
    "dynamodb": {
        "OldImage": {"status": {"S": [PostStatus.NEW]}},
        "NewImage": {"status": {"S": [PostStatus.ENRICHED]}},
    },
}

_REMOVED = {"eventName": ["REMOVE"]}
# What an operator wants announced once more. The function tells whether it was changed just now.
_AGAIN = {
    "eventName": ["MODIFY"],
    "dynamodb": {"NewImage": {ANNOUNCE_AGAIN: {"S": [{"prefix": "2"}]}}},
}

_CHANGES = (_CREATED, _ENRICHED, _REMOVED, _AGAIN)

# A record is retried for about a quarter of an hour, while the records behind it wait, before it is given up.
_MAXIMUM_RETRY_ATTEMPTS = 10

_LATE = 3 * 60 * 1000  # milliseconds: a fifth of that quarter of an hour


class StreamRelayArgs(SharedArgs):
    """Arguments of `StreamRelay`."""

    stream_arn: pulumi.Input[str]
    """The stream of a table of posts, with new and old images."""

    bus: aws.cloudwatch.EventBus
    """Where the events go."""

    after: NotRequired[Sequence[pulumi.Resource]]
    """What has to be there before the first event: EventBridge drops one that matches no rule. Default:
    nothing."""


class StreamRelay(pulumi.ComponentResource):
    """A transactional outbox: what is saved is announced, with no second write that could fail.

    docs/decisions/0001-stream-as-outbox.md says why, and what it costs.
    """

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: StreamRelayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the function and the mapping of the stream to it."""
        super().__init__("blog:index:StreamRelay", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        stream_arn, bus = args["stream_arn"], args["bus"]

        dead_letters = DeadLetterQueue(f"{name}-dead-letters", {"function": name, **shared(args)}, child)
        function = LambdaFunction(
            name,
            {
                **shared(args),
                **package_feature("event_pipeline/relay", args),
                "description": "Publishes changes of posts on the event bus",
                "failures": UNREADABLE,
                "environment": {
                    environment.EVENT_BUS: bus.name,
                    environment.DEAD_LETTER_QUEUE_URL: dead_letters.url,
                },
                "statements": [{"actions": ["events:PutEvents"], "resources": [bus.arn]}],
                "timeout": 30,
            },
            child,
        )
        consume = aws.iam.RolePolicy(
            f"{name}-consume",
            role=function.role_name,
            policy=role_policy(
                [
                    {
                        "actions": [
                            "dynamodb:DescribeStream",
                            "dynamodb:GetRecords",
                            "dynamodb:GetShardIterator",
                        ],
                        "resources": [stream_arn],
                    },
                    # IAM knows no narrower resource for this action.
                    {"actions": ["dynamodb:ListStreams"], "resources": ["*"]},
                    {"actions": ["sqs:SendMessage"], "resources": [dead_letters.arn]},
                ],
                args.get("encryption"),
            ),
            opts=child,
        )
        aws.lambda_.EventSourceMapping(
            f"{name}-mapping",
            event_source_arn=stream_arn,
            function_name=function.arn,
            # From the oldest record: what was saved before the mapping existed is announced too.
            starting_position="TRIM_HORIZON",
            batch_size=100,
            filter_criteria={"filters": [{"pattern": json.dumps(f)} for f in _CHANGES]},
            function_response_types=["ReportBatchItemFailures"],
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=_MAXIMUM_RETRY_ATTEMPTS,
            destination_config={"on_failure": {"destination_arn": dead_letters.arn}},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[consume, *args.get("after", [])]),
        )

        self.nodes = (
            dead_letters.nodes
            | function.nodes
            | alarm(
                f"{name}-lag",
                {
                    "symptom": f"{name} announces posts minutes late, and gives up what fails for a"
                    " quarter of an hour",
                    "namespace": "AWS/Lambda",
                    "metric": "IteratorAge",
                    "dimensions": {"FunctionName": function.name},
                    "statistic": "Maximum",
                    "above": _LATE,
                    "urgent": True,
                },
                args.get("alarms", Alarms.ALL),
                child,
            )
        )
        self.register_outputs({})
