"""Subscriptions of email addresses to the SNS topic."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.runtime.aws.errors import ClientError

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

# The attributes that are compared when an address is subscribed again.
_OWN_ATTRIBUTES = ("FilterPolicy", "RedrivePolicy")


class SubscriptionLimitError(Exception):
    """SNS takes no further subscriptions.

    By default a topic has at most 200 with a filter policy, and ours all have one:
    https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
    """


class SubscribedElsewhereError(Exception):
    """The address is subscribed to the topic already, by somebody else than this function."""


class SubscriptionRefusedError(Exception):
    """SNS does not take the address, or its topics."""


class SubscriptionGoneError(Exception):
    """A subscription is not there any more: its owner unsubscribed, or did not confirm it in time."""


class SnsUnavailableError(Exception):
    """SNS does not work at present, or not for this function."""


@dataclass(frozen=True)
class SnsSubscription:
    """A subscription as it is.

    Attributes:
        is_pending: Whether its address has to confirm it: it is new, or SNS has suspended it.
        attributes: What it was subscribed with, or has been set since.
    """

    is_pending: bool
    attributes: Mapping[str, str]


class SnsSubscriptions:
    """Subscriptions of addresses to the blog's topics: SNS filters by the message attribute `topic`."""

    def __init__(self, sns: "SNSClient", topic_arn: str, dead_letter_queue_arn: str) -> None:
        self._sns = sns
        self._topic_arn = topic_arn
        self._dead_letter_queue_arn = dead_letter_queue_arn

    def subscribe(self, email: str, topics: list[str]) -> str:
        """Subscribes an address, which SNS asks by mail to confirm that.

        With the address and the topics of an existing subscription it finds that one.

        Args:
            email: The address.
            topics: The keys of the topics.

        Returns:
            The ARN of the subscription.

        Raises:
            SubscriptionLimitError: There are too many.
            SubscribedElsewhereError: The address has a subscription with other attributes.
            SubscriptionRefusedError: SNS does not take the address.
            SnsUnavailableError: SNS does not work at present.
        """
        attributes = {
            "FilterPolicy": _filter_policy(topics),
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": self._dead_letter_queue_arn}),
        }
        return self._subscribe(email, attributes)

    def find(self, arn: str) -> SnsSubscription:
        """Reads a subscription.

        Raises:
            SubscriptionGoneError: It is not there.
            SnsUnavailableError: SNS does not work at present.
        """
        with _refusals(), self._gone_if_not_found():
            attributes = self._sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
        return SnsSubscription(
            is_pending=attributes["PendingConfirmation"] == "true",
            attributes={name: attributes[name] for name in _OWN_ATTRIBUTES if name in attributes},
        )

    def ask_again(self, email: str, subscription: SnsSubscription) -> None:
        """Makes SNS send the mail that asks to confirm a pending subscription once more.

        Raises:
            SnsUnavailableError: SNS does not work at present.
        """
        self._subscribe(email, subscription.attributes)

    def set_topics(self, arn: str, topics: list[str]) -> None:
        """Changes the topics of a subscription. SNS may take 15 minutes until it heeds that.

        https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html

        Raises:
            SubscriptionGoneError: It is not there.
            SubscriptionLimitError: There are too many.
            SubscriptionRefusedError: SNS does not take the topics.
            SnsUnavailableError: SNS does not work at present.
        """
        with _refusals(), self._gone_if_not_found():
            self._sns.set_subscription_attributes(
                SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue=_filter_policy(topics)
            )

    def _subscribe(self, email: str, attributes: Mapping[str, str]) -> str:
        with _refusals():
            response = self._sns.subscribe(
                TopicArn=self._topic_arn,
                Protocol="email",
                Endpoint=email,
                Attributes=attributes,
                ReturnSubscriptionArn=True,
            )
        return response["SubscriptionArn"]

    @contextmanager
    def _gone_if_not_found(self) -> Iterator[None]:
        try:
            yield
        except self._sns.exceptions.NotFoundException as error:
            raise SubscriptionGoneError from error


@contextmanager
def _refusals() -> Iterator[None]:
    """Tells the refusals that SNS documents by what they mean for who asked.

    https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html#API_Subscribe_Errors
    """
    try:
        yield
    except ClientError as error:
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        match code:
            case "FilterPolicyLimitExceeded" | "SubscriptionLimitExceeded":
                raise SubscriptionLimitError(message) from error
            case "InvalidParameter" if "already exists with different attributes" in message:
                raise SubscribedElsewhereError(message) from error
            case "InvalidParameter":
                raise SubscriptionRefusedError(message) from error
        raise SnsUnavailableError(f"{code}: {message}") from error


def _filter_policy(topics: list[str]) -> str:
    return json.dumps({"topic": topics}, ensure_ascii=False)
