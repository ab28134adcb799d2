"""Emails about new posts, to those who subscribed to a post's topic."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.policy import resource_policy


class EmailNotificationsArgs(TypedDict):
    """Arguments of `EmailNotifications`."""

    rule: aws.cloudwatch.EventRule
    """The rule whose events are mailed."""

    posts_url: NotRequired[pulumi.Input[str] | None]
    """Where posts are read: `{posts_url}/{id}` is the mail's link. Default: no link."""


class EmailNotifications(pulumi.ComponentResource):
    """An SNS topic that a rule's events reach as short JSON messages, for people to read in an email.

    A subscription filters on the message's body, so that a subscriber of `summer` hears of `summer` alone.
    The topic is not encrypted at rest: EventBridge may not use SNS's own key, and what goes out by
    email a moment later would gain little from a key of our own.
    """

    topic_arn: pulumi.Output[str]
    """The ARN of the SNS topic."""

    dead_letter_queue_arn: pulumi.Output[str]
    """The ARN of the queue for what could not be delivered, by the bus or by SNS."""

    def __init__(
        self, name: str, args: EmailNotificationsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the SNS topic and makes it the rule's target."""
        super().__init__("blog:index:EmailNotifications", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        rule = args["rule"]

        topic = aws.sns.Topic(name, opts=child)
        policy = aws.sns.TopicPolicy(
            f"{name}-policy",
            arn=topic.arn,
            policy=resource_policy(
                services={"events.amazonaws.com": [rule.arn]}, action="sns:Publish", resource=topic.arn
            ),
            opts=child,
        )
        dead_letters = DeadLetterQueue(
            f"{name}-dead-letters",
            {"senders": {"events.amazonaws.com": [rule.arn], "sns.amazonaws.com": [topic.arn]}},
            child,
        )
        # The bus retries for 24 hours, at most 185 times (its defaults), then turns to the dead-letter queue.
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            event_bus_name=rule.event_bus_name,
            arn=topic.arn,
            input_transformer=_message(args.get("posts_url")),
            dead_letter_config={"arn": dead_letters.arn},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

        self.topic_arn = topic.arn
        self.dead_letter_queue_arn = dead_letters.arn
        self.register_outputs({"topic_arn": self.topic_arn})


def _message(posts_url: pulumi.Input[str] | None) -> aws.cloudwatch.EventTargetInputTransformerArgsDict:
    """Picks what the email says. EventBridge replaces each `<name>`, and quotes it where it stands alone."""
    paths = {
        "topic": "$.detail.post.topicKey",
        "title": "$.detail.post.title",
        "author": "$.detail.post.author",
        "createdAt": "$.detail.post.createdAt",
    }
    lines = [f'"{name}": <{name}>' for name in paths]
    if posts_url is None:
        return {"input_paths": paths, "input_template": _template(lines)}
    paths["id"] = "$.detail.post.id"
    template = pulumi.Output.from_input(posts_url).apply(
        lambda url: _template([*lines, f'"link": "{url}/<id>"'])
    )
    return {"input_paths": paths, "input_template": template}


def _template(lines: list[str]) -> str:
    return "{\n  " + ",\n  ".join(lines) + "\n}"
