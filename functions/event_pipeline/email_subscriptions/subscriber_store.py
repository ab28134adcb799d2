"""Table of subscribers: tells by address what SNS does not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Subscriber:
    """An address that subscribed.

    Attributes:
        email: The address.
        first_topics: The topics (their keys) that it was, or is being, subscribed with.
        subscription_arn: Its subscription, once that is known.
    """

    email: str
    first_topics: list[str]
    subscription_arn: str | None = None


class SubscriberStore:
    """Keeps subscribers by their addresses."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def remember(self, email: str, topics: list[str]) -> Subscriber:
        """Stores an address with its first topics, unless it is there. Returns what is there then."""
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item={"email": {"S": email}, "firstTopics": {"L": [{"S": topic} for topic in topics]}},
                ConditionExpression="attribute_not_exists(email)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as error:
            item = error.response["Item"]  # type: ignore[typeddict-item] # the stubs lack it
            first_topics = item.get("firstTopics", {"L": []})["L"]
            return Subscriber(
                email=email,
                first_topics=[topic["S"] for topic in first_topics] or topics,
                subscription_arn=item["subscriptionArn"]["S"] if "subscriptionArn" in item else None,
            )
        return Subscriber(email, topics)

    def keep_subscription(self, email: str, subscription_arn: str) -> None:
        """Stores which subscription is the address's."""
        self._dynamodb.update_item(
            TableName=self._table,
            Key={"email": {"S": email}},
            UpdateExpression="SET subscriptionArn = :arn",
            ExpressionAttributeValues={":arn": {"S": subscription_arn}},
        )

    def forget(self, email: str, subscription_arn: str) -> None:
        """Removes an address whose subscription is gone, unless it has another by now."""
        try:
            self._dynamodb.delete_item(
                TableName=self._table,
                Key={"email": {"S": email}},
                ConditionExpression="subscriptionArn = :arn",
                ExpressionAttributeValues={":arn": {"S": subscription_arn}},
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return
