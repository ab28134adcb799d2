"""Event pipeline: from a table's stream over an event bus to emails and to entity recognition."""

import json
from hashlib import sha256
from typing import NotRequired

import pulumi
import pulumi_aws as aws

from functions.domain.events import SOURCE, BlogPostCreated
from functions.runtime import environment
from infra.parts.arguments import check_arguments
from infra.parts.email_notifications import EmailNotifications
from infra.parts.email_subscriptions import EmailSubscriptions
from infra.parts.event_bus import EventBus
from infra.parts.event_rule import EventRule, EventRuleReference
from infra.parts.feature import package_feature
from infra.parts.http_api import HttpApiReference
from infra.parts.lambda_function import UNREADABLE
from infra.parts.nodes import Nodes
from infra.parts.posts_stream import check_posts_stream, table_arn, table_name
from infra.parts.queue_consumer import QueueConsumer
from infra.parts.rules import Concurrency, Language, PostsUrl, StreamArn
from infra.parts.shared_args import SharedArgs, shared
from infra.parts.stream_relay import StreamRelay

# As long as SQS keeps dead letters, and as long again for people to notice.
_ARCHIVE_DAYS = 30

# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html
_LONGEST_ARCHIVE_NAME = 48


class EventPipelineArgs(SharedArgs):
    """Arguments of `EventPipeline`."""

    posts_stream_arn: pulumi.Input[StreamArn]
    """The stream of the table of posts, with new and old images. The table's own ARN is part of it. Where the
    ARN is a plain text, the table is looked up: its key must be `id`, a string."""

    language: NotRequired[pulumi.Input[Language]]
    """The language that posts are written in, as Comprehend names it. Default: `en`."""

    http_api: NotRequired[pulumi.Input[HttpApiReference]]
    """An API that gets `POST /subscriptions`. Default: nobody can subscribe but through SNS itself."""

    posts_url: NotRequired[pulumi.Input[PostsUrl]]
    """Where posts are read, for links in emails: `{posts_url}/{id}`. Default: no links."""

    recognition_concurrency: NotRequired[Concurrency]
    """How many posts are recognized at once, at least 2. Default: 2, for a new account may run 10 functions,
    and Comprehend takes about 20 calls a second."""

    deletion_protection: NotRequired[bool]
    """Whether Pulumi and AWS refuse to delete who subscribed, and what was mailed. Default: `True`."""


class EventPipeline(pulumi.ComponentResource):
    """Announces posts on an EventBridge bus; mails those who subscribed; finds the entities in each post.

    The relay reads the stream once the archive and the component's own targets are there. A rule that the
    program adds to the bus comes later: what was announced before it is in the archive, and
    `python -m ops replay --rule …` sends it to that rule.
    """

    bus_name: pulumi.Output[str]
    """The name of the event bus."""

    bus_arn: pulumi.Output[str]
    """The ARN of the event bus."""

    creation_rule: EventRuleReference
    """The rule for new posts, for further consumers of them."""

    archive_name: pulumi.Output[str]
    """The name of the archive of the bus's events."""

    notifications_topic_arn: pulumi.Output[str]
    """The ARN of the SNS topic that emails are sent from."""

    nodes: Nodes
    """What operators look at."""

    def __init__(
        self, name: str, args: EventPipelineArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the bus, the rule for new posts, the rule's two targets, and what feeds the bus.

        Raises:
            ArgumentError: The table of a stream that is given as a text is not as `BlogApi` makes it.
        """
        super().__init__("blog:index:EventPipeline", name, None, opts)
        args = check_arguments(self, args, EventPipelineArgs)
        if isinstance(args["posts_stream_arn"], str):
            check_posts_stream(self, args["posts_stream_arn"])
        child = pulumi.ResourceOptions(parent=self)
        protection = args.get("deletion_protection", True)

        bus = EventBus(f"{name}-bus", shared(args), child)
        archive = aws.cloudwatch.EventArchive(
            f"{name}-archive",
            name=_archive_name(name, bus),
            description="What was announced, for `python -m ops replay`",
            event_source_arn=bus.arn,
            event_pattern=json.dumps({"source": [SOURCE]}),
            retention_days=_ARCHIVE_DAYS,
            kms_key_identifier=args.get("encryption", {}).get("kms_key_arn"),
            # An archive that has another name keeps it, and its events.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["name"]),
        )
        rule = EventRule(
            f"{name}-creation",
            {
                "fixed_name": "blogPostCreation",
                "description": "New posts: to emails and to entity recognition",
                "bus_name": bus.name,
                "event": BlogPostCreated,
                **shared(args),
            },
            child,
        )
        notifications = EmailNotifications(
            f"{name}-emails",
            {
                "rule": rule.reference,
                "posts_url": args.get("posts_url"),
                "deletion_protection": protection,
                **shared(args),
            },
            child,
        )
        subscribing = _serve_subscriptions(f"{name}-subscriptions", args, notifications, child)
        recognition = _recognize(f"{name}-recognition", args, rule, child)
        relay = StreamRelay(
            f"{name}-relay",
            {
                "stream_arn": args["posts_stream_arn"],
                "bus": bus,
                **shared(args),
                "after": [archive, *bus.policies, notifications, recognition],
            },
            child,
        )

        self.bus_name = bus.name
        self.bus_arn = bus.arn
        self.creation_rule = rule.reference
        self.archive_name = archive.name
        self.notifications_topic_arn = notifications.topic_arn
        self.nodes = (
            bus.nodes | rule.nodes | relay.nodes | notifications.nodes | subscribing | recognition.nodes
        )
        self.register_outputs(
            {"busName": self.bus_name, "notificationsTopicArn": self.notifications_topic_arn}
        )


def _serve_subscriptions(
    name: str, args: EventPipelineArgs, notifications: EmailNotifications, child: pulumi.ResourceOptions
) -> Nodes:
    http_api = args.get("http_api")
    if http_api is None:
        return Nodes()
    return EmailSubscriptions(
        name,
        {
            "http_api": http_api,
            "notifications": notifications,
            "deletion_protection": args.get("deletion_protection", True),
            **shared(args),
        },
        child,
    ).nodes


def _recognize(
    name: str, args: EventPipelineArgs, rule: EventRule, child: pulumi.ResourceOptions
) -> QueueConsumer:
    stream_arn = pulumi.Output.from_input(args["posts_stream_arn"])
    return QueueConsumer(
        name,
        {
            "rules": {"creation": rule.reference},
            "maximum_concurrency": args.get("recognition_concurrency", 2),
            **shared(args),
            "function": {
                **package_feature("event_pipeline/recognition", args),
                "description": "Finds the entities in a new post with Comprehend",
                "failures": UNREADABLE,
                "environment": {
                    environment.POSTS_TABLE: stream_arn.apply(table_name),
                    environment.LANGUAGE: args.get("language", "en"),
                },
                "statements": [
                    {
                        "actions": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
                        "resources": [stream_arn.apply(table_arn)],
                    },
                    # IAM knows no resource for Comprehend's own models.
                    {"actions": ["comprehend:DetectEntities"], "resources": ["*"]},
                ],
                "timeout": 30,
            },
        },
        child,
    )


def _archive_name(name: str, bus: EventBus) -> pulumi.Output[str]:
    """Makes a name for the archive of a bus, which no other bus has.

    An automatic name would have room for 21 characters of one's own, in a stack with a name of 10.
    """
    prefix = f"{pulumi.get_stack()}-{name}"[: _LONGEST_ARCHIVE_NAME - 7]
    return bus.name.apply(lambda known: f"{prefix}-{sha256(known.encode()).hexdigest()[:6]}")
