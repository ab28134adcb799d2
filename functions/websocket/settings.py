"""What the functions are told by their environment."""

import os
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Settings:
    """The settings that all of them have.

    Attributes:
        subscriptions_table: The name of the table of subscriptions (`SUBSCRIPTIONS_TABLE`).
        deliveries_table: The name of the table of deliveries (`DELIVERIES_TABLE`).
        enriched_posts_table: The name of the table of enriched posts (`ENRICHED_POSTS_TABLE`).
        management_endpoint: Where connections are reached: the API's https URL with its stage
            (`MANAGEMENT_ENDPOINT`).
    """

    subscriptions_table: str
    deliveries_table: str
    enriched_posts_table: str
    management_endpoint: str

    @classmethod
    def from_environment(cls) -> Self:
        """Reads the settings. A missing one is a `KeyError` that names it."""
        return cls(
            subscriptions_table=os.environ["SUBSCRIPTIONS_TABLE"],
            deliveries_table=os.environ["DELIVERIES_TABLE"],
            enriched_posts_table=os.environ["ENRICHED_POSTS_TABLE"],
            management_endpoint=os.environ["MANAGEMENT_ENDPOINT"],
        )
