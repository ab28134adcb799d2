"""`POST /subscriptions` for an HTTP API: people choose the topics that they get emails about."""

from typing import NotRequired

import pulumi

from functions.domain import tables
from functions.runtime import environment
from infra.parts.email_notifications import EmailNotifications
from infra.parts.feature import package_feature
from infra.parts.http_api import HttpApiReference
from infra.parts.http_function import HttpFunction
from infra.parts.nodes import Nodes
from infra.parts.shared_args import SharedArgs, shared
from infra.parts.table import Table


class EmailSubscriptionsArgs(SharedArgs):
    """Arguments of `EmailSubscriptions`."""

    http_api: pulumi.Input[HttpApiReference]
    """The API that gets the route."""

    notifications: EmailNotifications
    """What people subscribe to."""

    deletion_protection: NotRequired[bool]
    """Whether Pulumi and AWS refuse to delete the table of subscribers. Default: `False`."""


class EmailSubscriptions(pulumi.ComponentResource):
    """Adds a route to an HTTP API that subscribes an email address to topics.

    Subscriptions are made when somebody asks, never by the stack: one that waits for its confirmation would
    block `pulumi destroy`.
    """

    nodes: Nodes
    """What operators look at."""

    def __init__(
        self, name: str, args: EmailSubscriptionsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the function, its route, and the table that finds an address's subscription again."""
        super().__init__("blog:index:EmailSubscriptions", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        notifications = args["notifications"]

        subscribers = Table(
            f"{name}-subscribers",
            {
                "definition": tables.SUBSCRIBERS,
                "recoverable": True,
                "deletion_protection": args.get("deletion_protection", False),
                **shared(args),
            },
            child,
        )
        function = HttpFunction(
            name,
            {
                "api": args["http_api"],
                "protected_routes": ["POST /subscriptions"],
                # What the other route leaves, for the function answers 405 in the API's own form.
                "public_routes": ["ANY /subscriptions"],
                **shared(args),
                "function": {
                    **package_feature("event_pipeline/email_subscriptions", args),
                    "description": "Subscribes email addresses to topics",
                    "environment": {
                        environment.TOPIC_ARN: notifications.topic_arn,
                        environment.DEAD_LETTER_QUEUE_ARN: notifications.dead_letter_queue_arn,
                        environment.SUBSCRIBERS_TABLE: subscribers.name,
                    },
                    "statements": [
                        {
                            "actions": ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
                            "resources": [subscribers.arn],
                        },
                        {"actions": ["sns:Subscribe"], "resources": [notifications.topic_arn]},
                        # IAM knows no resource for these two.
                        {
                            "actions": ["sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes"],
                            "resources": ["*"],
                        },
                    ],
                },
            },
            child,
        )
        self.nodes = subscribers.nodes | function.nodes
        self.register_outputs({})
