"""Emails about new posts, to those who subscribed to a post's topic."""

from typing import NotRequired

import pulumi
import pulumi_aws as aws

from functions.domain import tables
from functions.runtime import environment
from infra.parts.alarm import Alarms, alarm
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.event_rule import EventRuleReference
from infra.parts.feature import package_feature
from infra.parts.nodes import Nodes
from infra.parts.queue_consumer import QueueConsumer
from infra.parts.shared_args import SharedArgs, shared
from infra.parts.table import Table


class EmailNotificationsArgs(SharedArgs):
    """Arguments of `EmailNotifications`."""

    rule: pulumi.Input[EventRuleReference]
    """The rule whose events are mailed."""

    posts_url: NotRequired[pulumi.Input[str] | None]
    """Where posts are read: `{posts_url}/{id}` is the mail's link. Default: no link."""

    deletion_protection: NotRequired[bool]
    """Whether Pulumi and AWS refuse to delete the topic with its subscriptions, and the table of what was
    mailed. Default: `False`."""


class EmailNotifications(pulumi.ComponentResource):
    """A function that mails a rule's events through an SNS topic: a post each, or a digest of several.

    A subscription filters by the message attribute `topic`: a subscriber of `summer` hears of `summer`
    alone. The topic needs no policy: only the function's role publishes. It is encrypted at rest by a key of
    one's own alone: what goes out by email a moment later gains little from that.
    """

    topic_arn: pulumi.Output[str]
    """The ARN of the SNS topic."""

    dead_letter_queue_arn: pulumi.Output[str]
    """The ARN of the queue for emails that SNS could not deliver."""

    nodes: Nodes
    """What operators look at."""

    def __init__(
        self, name: str, args: EmailNotificationsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the SNS topic, and the function that publishes the rule's events on it."""
        super().__init__("blog:index:EmailNotifications", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        protection = args.get("deletion_protection", False)
        alarms = args.get("alarms", Alarms.ALL)
        topic = aws.sns.Topic(
            name,
            kms_master_key_id=args.get("encryption", {}).get("kms_key_arn"),
            # SNS's subscriptions end with their topic.
            opts=pulumi.ResourceOptions(parent=self, protect=protection or None),
        )
        dead_letters = DeadLetterQueue(
            f"{name}-undelivered",
            {"senders": {"sns.amazonaws.com": [topic.arn]}, **shared(args)},
            child,
        )
        emails = Table(
            f"{name}-sent",
            {
                "definition": tables.EMAILS,
                "recoverable": True,
                "deletion_protection": protection,
                **shared(args),
            },
            child,
        )
        variables = {environment.EMAILS_TABLE: emails.name, environment.TOPIC_ARN: topic.arn}
        if posts_url := args.get("posts_url"):
            variables[environment.POSTS_URL] = pulumi.Output.from_input(posts_url)
        consumer = QueueConsumer(
            name,
            {
                "rules": {"creation": args["rule"]},
                # How many posts may become one digest. While fewer wait, they wait a second for more: Lambda
                # wants that of a batch of more than 10.
                "batch_size": 100,
                "batching_window": 1,
                # Together with the function's own pace this keeps below SNS's limit: see
                # `functions.event_pipeline.email_notifications.logic`.
                "maximum_concurrency": 2,
                **shared(args),
                "function": {
                    **package_feature("event_pipeline/email_notifications", args),
                    "description": "Mails new posts to those who subscribed to their topics",
                    "environment": variables,
                    "statements": [
                        {
                            "actions": ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
                            "resources": [emails.arn],
                        },
                        {"actions": ["sns:Publish"], "resources": [topic.arn]},
                    ],
                    "failures": {"FailedEmails": "emails about posts fail, and some may never be sent"},
                    # 100 posts on as many topics take 25 s at its pace.
                    "timeout": 60,
                },
            },
            child,
        )

        self.topic_arn = topic.arn
        self.dead_letter_queue_arn = dead_letters.arn
        self.nodes = (
            dead_letters.nodes
            | emails.nodes
            | consumer.nodes
            | alarm(
                f"{name}-undeliverable",
                {
                    "symptom": "SNS could not deliver emails: an address does not work",
                    "namespace": "AWS/SNS",
                    "metric": "NumberOfNotificationsFailed",
                    "dimensions": {"TopicName": topic.name},
                    "period": 300,
                },
                alarms,
                child,
            )
            | alarm(
                f"{name}-lost",
                {
                    "symptom": f"Emails reached neither an address nor {name}-undelivered: they are lost",
                    "namespace": "AWS/SNS",
                    "metric": "NumberOfNotificationsFailedToRedriveToDlq",
                    "dimensions": {"TopicName": topic.name},
                    "period": 300,
                    "urgent": True,
                },
                alarms,
                child,
            )
        )
        self.register_outputs({"topicArn": self.topic_arn})
