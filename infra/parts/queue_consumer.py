"""Queue between EventBridge rules and a function, which keeps each event until it is handled."""

from collections.abc import Mapping
from typing import NotRequired

import pulumi
import pulumi_aws as aws

from functions.runtime import environment
from infra.parts.alarm import Alarms, alarm
from infra.parts.arguments import ArgumentError, Problem, check_arguments
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.event_rule import EventRuleReference
from infra.parts.lambda_function import DEFAULT_TIMEOUT, LONGEST_NAME, FunctionDefinition, LambdaFunction
from infra.parts.nodes import Nodes
from infra.parts.policy import resource_policy, role_policy
from infra.parts.rules import BatchingWindow, BatchSize, Concurrency
from infra.parts.shared_args import SharedArgs, shared

# AWS's advice for a queue that a function reads: room for retries of a throttled function.
_VISIBILITY_PER_TIMEOUT = 6

# A message that is older was tried and failed, or waits behind too many. Its later tries are still to come,
# and after the third SQS does not count its age any more:
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
_OLD_PER_VISIBILITY = 1.5

# AWS's advice too: fewer, and throttling alone could send good messages to the dead-letter queue.
_MAX_RECEIVE_COUNT = 5


class QueueConsumerArgs(SharedArgs):
    """Arguments of `QueueConsumer`."""

    function: FunctionDefinition
    """The function that handles the events. It is called with a batch of messages, whose bodies are the
    events, and answers which of them failed: `{"batchItemFailures": [{"itemIdentifier": "<messageId>"}]}`
    (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html)."""

    rules: Mapping[str, pulumi.Input[EventRuleReference]]
    """The rules of a bus whose events are consumed, by names that their targets get."""

    continues_later: NotRequired[bool]
    """Whether the function may put messages into its own queue, whose URL it then finds in `QUEUE_URL`, for
    what it had no time to do. Default: `False`."""

    batch_size: NotRequired[BatchSize]
    """How many messages one call gets at most; more than 10 need a batching window. Default: 10."""

    batching_window: NotRequired[BatchingWindow]
    """How long Lambda waits for a batch to fill, in seconds. Default: 0."""

    maximum_concurrency: NotRequired[Concurrency]
    """How many calls may run at once, at least 2 (Lambda's minimum). Default: 2, for a new account may run
    10 functions at once."""


class QueueConsumer(pulumi.ComponentResource):
    """A rule's target that keeps each event until its function handled it.

    The queue stands between bus and function because a bus hands an event to Lambda and forgets it
    (docs/decisions/0002-queue-between-bus-and-function.md). A message is tried five times; then it waits in
    the dead-letter queue, as does an event that the bus could not deliver to the queue.
    """

    function_arn: pulumi.Output[str]
    """The function's ARN."""

    function_name: pulumi.Output[str]
    """The function's name."""

    role_name: pulumi.Output[str]
    """The name of the function's role."""

    log_group_name: pulumi.Output[str]
    """The name of the log group that the function writes to."""

    queue_url: pulumi.Output[str]
    """The URL of the queue that it reads."""

    queue_arn: pulumi.Output[str]
    """The ARN of the queue that it reads."""

    dead_letter_queue_url: pulumi.Output[str]
    """The URL of the queue of events that it gave up on."""

    dead_letter_queue_arn: pulumi.Output[str]
    """The ARN of the queue of events that it gave up on."""

    nodes: Nodes
    """What operators look at."""

    def __init__(
        self, name: str, args: QueueConsumerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the queues, the rule's target, the function and the mapping between them."""
        super().__init__("blog:index:QueueConsumer", name, None, opts)
        args = check_arguments(self, args, QueueConsumerArgs, LONGEST_NAME)
        if args.get("batch_size", 10) > 10 and not args.get("batching_window"):  # noqa: PLR2004 - Lambda's limit
            reason = "more than 10 need a batching_window"
            raise ArgumentError(type(self).__name__, [Problem(("batch_size",), reason)])
        child = pulumi.ResourceOptions(parent=self)
        rules = {
            # Of a plain dict each member is known when it is, and not when all are.
            key: rule if isinstance(rule, Mapping) else pulumi.Output.from_input(rule)
            for key, rule in args["rules"].items()
        }
        rule_arns = [rule["arn"] for rule in rules.values()]
        encryption = args.get("encryption", {})
        key = encryption.get("kms_key_arn")

        dead_letters_name = f"{name}-dead-letters"
        dead_letters = DeadLetterQueue(
            dead_letters_name,
            {"senders": {"events.amazonaws.com": rule_arns}, "function": name, **shared(args)},
            child,
        )
        visibility_timeout = args["function"].get("timeout", DEFAULT_TIMEOUT) * _VISIBILITY_PER_TIMEOUT
        queue = aws.sqs.Queue(
            name,
            visibility_timeout_seconds=visibility_timeout,
            redrive_policy=pulumi.Output.json_dumps(
                {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": _MAX_RECEIVE_COUNT}
            ),
            kms_master_key_id=key,
            sqs_managed_sse_enabled=None if key else True,
            opts=child,
        )
        queue_policy = aws.sqs.QueuePolicy(
            f"{name}-policy",
            queue_url=queue.url,
            policy=resource_policy("sqs", queue.arn, {"events.amazonaws.com": rule_arns}),
            opts=child,
        )
        for rule_name, rule in rules.items():
            # The bus retries for 24 hours, at most 185 times (its defaults), then dead-letters the event.
            aws.cloudwatch.EventTarget(
                f"{name}-{rule_name}",
                rule=rule["name"],
                event_bus_name=rule["bus_name"],
                arn=queue.arn,
                dead_letter_config={"arn": dead_letters.arn},
                opts=pulumi.ResourceOptions(parent=self, depends_on=[queue_policy, dead_letters]),
            )

        variables = dict(args["function"].get("environment", {}))
        actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        if args.get("continues_later", False):
            variables[environment.QUEUE_URL] = queue.url
            actions.append("sqs:SendMessage")
        function = LambdaFunction(name, {**args["function"], **shared(args), "environment": variables}, child)
        if args.get("continues_later", False):
            # Else Lambda takes a long piece of work for a runaway loop, and stops it after 16 rounds.
            aws.lambda_.FunctionRecursionConfig(
                f"{name}-recursion", function_name=function.name, recursive_loop="Allow", opts=child
            )
        consume = aws.iam.RolePolicy(
            f"{name}-consume",
            role=function.role_name,
            policy=role_policy([{"actions": actions, "resources": [queue.arn]}], encryption),
            opts=child,
        )
        aws.lambda_.EventSourceMapping(
            f"{name}-mapping",
            event_source_arn=queue.arn,
            function_name=function.arn,
            batch_size=args.get("batch_size", 10),
            maximum_batching_window_in_seconds=args.get("batching_window", 0),
            function_response_types=["ReportBatchItemFailures"],
            scaling_config={"maximum_concurrency": args.get("maximum_concurrency", 2)},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[consume]),
        )

        self.function_arn, self.function_name = function.arn, function.name
        self.role_name, self.log_group_name = function.role_name, function.log_group_name
        self.queue_url, self.queue_arn = queue.url, queue.arn
        self.dead_letter_queue_url, self.dead_letter_queue_arn = dead_letters.url, dead_letters.arn
        self.nodes = (
            Nodes(queues={name: {"url": queue.url, "arn": queue.arn, "dead_letters": dead_letters_name}})
            | dead_letters.nodes
            | function.nodes
            | alarm(
                f"{name}-age",
                {
                    "symptom": f"Messages wait in {name} for longer than a try takes, and are given up"
                    " after five",
                    "namespace": "AWS/SQS",
                    "metric": "ApproximateAgeOfOldestMessage",
                    "dimensions": {"QueueName": queue.name},
                    "statistic": "Maximum",
                    "above": visibility_timeout * _OLD_PER_VISIBILITY,
                },
                args.get("alarms", Alarms.ALL),
                child,
            )
        )
        self.register_outputs({})
