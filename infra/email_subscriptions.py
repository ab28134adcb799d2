"""`POST /subscriptions`: people choose the topics that they get emails about."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.api_routes import HttpApi
from infra.email_notifications import EmailNotifications
from infra.http_function import HttpFunction
from infra.lambda_function import FunctionSettings


class EmailSubscriptionsArgs(TypedDict):
    """Arguments of `EmailSubscriptions`."""

    http_api: HttpApi
    """The API that gets the route."""

    notifications: EmailNotifications
    """What people subscribe to."""

    functions: NotRequired[FunctionSettings]
    """What the function is packaged for, and how long its log is kept."""


class EmailSubscriptions(pulumi.ComponentResource):
    """Adds a route to an HTTP API that subscribes an email address to topics.

    Subscriptions are made when somebody asks, never by the stack: one that waits for its confirmation would
    block `pulumi destroy`.
    """

    def __init__(
        self, name: str, args: EmailSubscriptionsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the function, its route, and the table that finds an address's subscription again."""
        super().__init__("blog:index:EmailSubscriptions", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        notifications = args["notifications"]

        table = aws.dynamodb.Table(
            f"{name}-table",
            billing_mode="PAY_PER_REQUEST",
            hash_key="email",
            attributes=[{"name": "email", "type": "S"}],
            point_in_time_recovery={"enabled": True},
            opts=child,
        )
        HttpFunction(
            name,
            {
                "api": args["http_api"],
                "protected_routes": ["POST /subscriptions"],
                # What the other route leaves, for the function answers 405 in the API's own form.
                "public_routes": ["ANY /subscriptions"],
                "function": {
                    "settings": args.get("functions", {}),
                    "feature": "subscriptions",
                    "description": "Subscribes email addresses to topics",
                    "environment": {
                        "TOPIC_ARN": notifications.topic_arn,
                        "DEAD_LETTER_QUEUE_ARN": notifications.dead_letter_queue_arn,
                        "SUBSCRIPTIONS_TABLE": table.name,
                    },
                    "statements": [
                        {
                            "actions": ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
                            "resources": [table.arn],
                        },
                        {"actions": ["sns:Subscribe"], "resources": [notifications.topic_arn]},
                        # IAM knows no resource for this action.
                        {"actions": ["sns:SetSubscriptionAttributes"], "resources": ["*"]},
                    ],
                },
            },
            child,
        )
        self.register_outputs({})
