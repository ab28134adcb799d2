"""Publishing emails on the SNS topic."""

from typing import TYPE_CHECKING

from functions.event_pipeline.email_notifications.email import Email
from functions.runtime.aws.config import Config
from functions.runtime.aws.errors import ClientError, UnreachableError

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

# For the client. It must not try again by itself: after a lost answer that could mail twice.
PUBLISHING = Config(attempts=1, is_fresh=True)


class NotPublishedError(Exception):
    """SNS certainly did not take an email: it said so, or could not be reached."""


class EmailTopic:
    """The topic that subscribers' addresses are subscribed to, each with the topics that it wants."""

    def __init__(self, sns: "SNSClient", arn: str) -> None:
        """Uses a topic.

        Args:
            sns: The client, configured with `PUBLISHING`.
            arn: The topic's ARN.
        """
        self._sns = sns
        self._arn = arn

    def publish(self, email: Email, topic_key: str) -> None:
        """Sends an email to those who subscribed to a topic.

        Args:
            email: The email.
            topic_key: The blog's topic, by what topics are compared by. Subscriptions filter by it.

        Raises:
            NotPublishedError: It was not sent.
            Exception: Nobody knows whether it was sent: the answer was lost.
        """
        try:
            self._sns.publish(
                TopicArn=self._arn,
                Subject=email.subject,
                Message=email.body,
                MessageAttributes={"topic": {"DataType": "String", "StringValue": topic_key}},
            )
        except (ClientError, UnreachableError) as error:
            raise NotPublishedError(str(error)) from error
