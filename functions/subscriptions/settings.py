"""What the function is told by its environment."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """The function's settings.

    Attributes:
        topic_arn: The SNS topic that notifies of new posts (`TOPIC_ARN`).
        subscriptions_table: The name of the table of subscribers (`SUBSCRIPTIONS_TABLE`).
        dead_letter_queue_arn: Where notifications go that could not be delivered (`DEAD_LETTER_QUEUE_ARN`).
    """

    topic_arn: str
    subscriptions_table: str
    dead_letter_queue_arn: str

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(
            topic_arn=os.environ["TOPIC_ARN"],
            subscriptions_table=os.environ["SUBSCRIPTIONS_TABLE"],
            dead_letter_queue_arn=os.environ["DEAD_LETTER_QUEUE_ARN"],
        )
