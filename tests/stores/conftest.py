"""All stores, twice: over the tables of the deployed stack, and in memory."""

from dataclasses import dataclass

import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from functions.blog_api.posts.store import NewPostStore
from functions.domain.post_store import PostStore
from functions.event_pipeline.email_notifications.email_store import EmailStore
from functions.event_pipeline.email_subscriptions.subscriber_store import SubscriberStore
from functions.realtime_gateway.delivery_store import DeliveryStore
from functions.realtime_gateway.enriched_post_store import EnrichedPostStore
from functions.realtime_gateway.subscription_store import SubscriptionStore
from local.stack import LocalStack, program_name
from tests.stores.in_memory import Emails, NewPosts, Posts, Subscribers
from tests.unit.functions.realtime_gateway.world import Deliveries, EnrichedPosts, Subscriptions, World


@dataclass(frozen=True)
class Stores:
    """The stores that unit tests have in memory.

    Attributes:
        world: Has their time, in seconds since 1970.
    """

    world: World
    posts: PostStore
    new_posts: NewPostStore
    emails: EmailStore
    subscribers: SubscriberStore
    subscriptions: SubscriptionStore
    deliveries: DeliveryStore
    enriched_posts: EnrichedPostStore


@pytest.fixture(params=["table", "memory"])
def stores(request: pytest.FixtureRequest) -> Stores:
    world = World(now=1_800_000_000)
    if request.param == "memory":
        return _in_memory(world)
    stack: LocalStack = request.getfixturevalue("stack")
    return _over_tables(world, stack.emulator.client("dynamodb"))


def _in_memory(world: World) -> Stores:
    posts = Posts()
    return Stores(
        world,
        posts,
        NewPosts(posts),
        Emails(),
        Subscribers(),
        Subscriptions(world),
        Deliveries(world),
        EnrichedPosts(world),
    )


def _over_tables(world: World, dynamodb: DynamoDBClient) -> Stores:
    tables = {program_name(table): table for table in dynamodb.list_tables()["TableNames"]}

    def clock() -> float:
        return world.now

    return Stores(
        world,
        PostStore(dynamodb, tables["blog-posts"]),
        NewPostStore(dynamodb, tables["blog-posts"], tables["blog-posts-idempotency-keys"]),
        EmailStore(dynamodb, tables["events-emails-sent"], clock),
        SubscriberStore(dynamodb, tables["events-subscriptions-subscribers"]),
        SubscriptionStore(dynamodb, tables["realtime-subscriptions"], clock),
        DeliveryStore(dynamodb, tables["realtime-deliveries"], clock, sleep=lambda _seconds: None),
        EnrichedPostStore(dynamodb, tables["realtime-enriched-posts"], clock),
    )
