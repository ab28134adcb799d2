"""What the function is told by its environment."""

from dataclasses import dataclass

from functions.environment_settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
    """The function's settings.

    Attributes:
        topic_arn: The SNS topic that notifies of new posts (`TOPIC_ARN`).
        subscriptions_table: The name of the table of subscribers (`SUBSCRIPTIONS_TABLE`).
        dead_letter_queue_arn: Where notifications go that could not be delivered (`DEAD_LETTER_QUEUE_ARN`).
    """

    topic_arn: str
    subscriptions_table: str
    dead_letter_queue_arn: str
