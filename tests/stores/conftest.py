"""All stores, twice: over the tables of the deployed stack, and in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest
from mypy_boto3_dynamodb import DynamoDBClient

from emulated_aws.emulator import REGION, ROOT_KEY
from functions.blog_api.posts.store import NewPostStore
from functions.domain.post_store import PostStore
from functions.event_pipeline.email_notifications.email_store import EmailStore
from functions.event_pipeline.email_subscriptions.subscriber_store import SubscriberStore
from functions.realtime_gateway.delivery_store import DeliveryStore
from functions.realtime_gateway.enriched_post_store import EnrichedPostStore
from functions.realtime_gateway.subscription_store import SubscriptionStore
from functions.runtime.aws.client import Client
from functions.runtime.clients import make_client
from local.stack import LocalStack, program_name
from tests.stores.in_memory import Emails, NewPosts, Posts, Subscribers
from tests.unit.functions.realtime_gateway.world import Deliveries, EnrichedPosts, Subscriptions, World
from tests.unit.functions.runtime.aws.conftest import disconnect


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
def stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    world = World(now=1_800_000_000)
    if request.param == "memory":
        yield _in_memory(world)
        return
    stack: LocalStack = request.getfixturevalue("stack")
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ROOT_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", ROOT_KEY)
    monkeypatch.setenv("AWS_ENDPOINT_URL", stack.emulator.endpoint)
    names = stack.emulator.client("dynamodb").list_tables()["TableNames"]
    dynamodb = make_client("dynamodb")
    yield _over_tables(world, dynamodb, names)
    disconnect(cast("Client", dynamodb))


def _in_memory(world: World) -> Stores:
    posts = Posts()
    return Stores(
        world,
        posts,
        NewPosts(posts),
        Emails(lambda: world.now),
        Subscribers(),
        Subscriptions(world),
        Deliveries(world),
        EnrichedPosts(world),
    )


def _over_tables(world: World, dynamodb: DynamoDBClient, names: list[str]) -> Stores:
    tables = {program_name(table): table for table in names}

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
