"""What the functions are told by their environment."""

from dataclasses import dataclass

from functions.environment_settings import EnvironmentSettings


@dataclass(frozen=True)
class Settings(EnvironmentSettings):
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
