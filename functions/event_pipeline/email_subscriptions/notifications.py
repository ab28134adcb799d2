"""SNS topic that notifies of new posts by email."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


class SubscriptionLimitError(Exception):
    """SNS takes no further subscriptions.

    By default a topic has at most 200 with a filter policy, and ours all have one:
    https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
    """


class Notifications:
    """Subscriptions of addresses to topics. The message of a notification has its topic's key in `topic`."""

    def __init__(self, sns: "SNSClient", topic_arn: str, dead_letter_queue_arn: str) -> None:
        self._sns = sns
        self._topic_arn = topic_arn
        self._dead_letter_queue_arn = dead_letter_queue_arn

    def subscribe(self, email: str, topics: list[str]) -> str:
        """Subscribes an address, which SNS asks to confirm that.

        With the address and the topics of an existing subscription it finds that one. While that is not
        confirmed, SNS asks again.

        Args:
            email: The address.
            topics: The keys of the topics.

        Returns:
            The ARN of the subscription.

        Raises:
            SubscriptionLimitError: There are too many.
        """
        try:
            response = self._sns.subscribe(
                TopicArn=self._topic_arn,
                Protocol="email",
                Endpoint=email,
                Attributes={
                    "FilterPolicyScope": "MessageBody",
                    "FilterPolicy": _filter_policy(topics),
                    "RedrivePolicy": json.dumps({"deadLetterTargetArn": self._dead_letter_queue_arn}),
                },
                ReturnSubscriptionArn=True,
            )
        except (
            self._sns.exceptions.FilterPolicyLimitExceededException,
            self._sns.exceptions.SubscriptionLimitExceededException,
        ) as error:
            raise SubscriptionLimitError(str(error)) from error
        return response["SubscriptionArn"]

    def set_topics(self, subscription_arn: str, topics: list[str]) -> bool:
        """Changes the topics of a subscription.

        Returns:
            Whether it is there. It is gone if its owner unsubscribed, or did not confirm in time.
        """
        try:
            self._sns.set_subscription_attributes(
                SubscriptionArn=subscription_arn,
                AttributeName="FilterPolicy",
                AttributeValue=_filter_policy(topics),
            )
        except self._sns.exceptions.NotFoundException:
            return False
        return True


def _filter_policy(topics: list[str]) -> str:
    return json.dumps({"topic": topics}, ensure_ascii=False)
