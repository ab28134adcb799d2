"""Each component and block on its own, with the arguments that it needs and no more."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pulumi
import pulumi_aws as aws
import pytest

import infra
from functions.domain import tables
from functions.domain.events import BlogPostCreated
from infra.alarm_notifications import AlarmNotifications, AlarmNotificationsArgs
from infra.blog_api import BlogApi, BlogApiArgs
from infra.dashboard import Dashboard, DashboardArgs
from infra.event_pipeline import EventPipeline, EventPipelineArgs
from infra.identity import Identity, IdentityArgs
from infra.operations import Operations, OperationsArgs
from infra.parts.access_log import HTTP_VARIABLES, AccessLog, AccessLogArgs
from infra.parts.api_routes import ApiRoutes, ApiRoutesArgs
from infra.parts.bus_log import BusLog, BusLogArgs
from infra.parts.dead_letter_queue import DeadLetterQueue, DeadLetterQueueArgs
from infra.parts.email_notifications import EmailNotifications, EmailNotificationsArgs
from infra.parts.email_subscriptions import EmailSubscriptions, EmailSubscriptionsArgs
from infra.parts.event_bus import EventBus
from infra.parts.event_rule import EventRule, EventRuleArgs, EventRuleReference
from infra.parts.http_api import HttpApi, HttpApiArgs
from infra.parts.http_function import HttpFunction, HttpFunctionArgs
from infra.parts.lambda_function import LambdaFunction, LambdaFunctionArgs
from infra.parts.nodes import know
from infra.parts.queue_consumer import QueueConsumer, QueueConsumerArgs
from infra.parts.shared_args import SharedArgs
from infra.parts.stream_relay import StreamRelay, StreamRelayArgs
from infra.parts.table import Table, TableArgs
from infra.parts.websocket_api import WebSocketApi, WebSocketApiArgs
from infra.parts.websocket_tickets import WebSocketTickets, WebSocketTicketsArgs
from infra.realtime_gateway import RealtimeGateway, RealtimeGatewayArgs
from infra.site_files import SiteFiles, SiteFilesArgs
from infra.static_site import StaticSite, StaticSiteArgs
from plugin.provider import COMPONENTS
from preview.recording import Recording, record
from preview.validation import find_violations
from tests.infra.conftest import ROOT

RULE: EventRuleReference = {
    "name": "rule",
    "arn": "arn:aws:events:eu-west-1:123456789012:rule/bus/rule",
    "bus_name": "bus",
}
STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"
EXECUTION_ARN = "arn:aws:execute-api:eu-west-1:123456789012:api"
HTTP_API = {"id": "api", "execution_arn": EXECUTION_ARN, "authorizer_id": "authorizer"}
FUNCTION: LambdaFunctionArgs = {
    "code": pulumi.AssetArchive({"own.py": pulumi.StringAsset("def handle(event, context): ...")}),
    "handler": "own.handle",
    "description": "Audits",
    "statements": [],
}
NONE = pulumi.ResourceOptions()


class Block(NamedTuple):
    """A component or a part, the type of its arguments, and what makes those that it needs."""

    make: Callable[..., pulumi.Resource]
    definition: Any
    needed: Callable[[], Mapping[str, Any]]


BLOCKS = [
    Block(AccessLog, AccessLogArgs, lambda: {"api_id": "api", "variables": HTTP_VARIABLES}),
    Block(AlarmNotifications, AlarmNotificationsArgs, dict),
    Block(
        ApiRoutes,
        ApiRoutesArgs,
        lambda: {
            "api_id": "api",
            "execution_arn": EXECUTION_ARN,
            "function": LambdaFunction("other", FUNCTION),
            "routes": [{"key": "GET /audits"}],
        },
    ),
    Block(BlogApi, BlogApiArgs, lambda: {"issuer": "https://issuer.example", "audience": "blog"}),
    Block(BusLog, BusLogArgs, lambda: {"bus": aws.cloudwatch.EventBus("other")}),
    Block(
        Dashboard,
        DashboardArgs,
        lambda: {
            "nodes": know([DeadLetterQueue("watched", {}).nodes]),
            "bus_name": "bus",
            "http_api_id": "api",
            "websocket_api_id": "api",
        },
    ),
    Block(DeadLetterQueue, DeadLetterQueueArgs, dict),
    Block(EmailNotifications, EmailNotificationsArgs, lambda: {"rule": RULE}),
    Block(
        EmailSubscriptions,
        EmailSubscriptionsArgs,
        lambda: {"http_api": HTTP_API, "notifications": EmailNotifications("other", {"rule": RULE})},
    ),
    Block(EventBus, SharedArgs, dict),
    Block(EventPipeline, EventPipelineArgs, lambda: {"posts_stream_arn": STREAM}),
    Block(
        EventRule,
        EventRuleArgs,
        lambda: {"bus_name": "bus", "event": BlogPostCreated, "description": "New posts: to an audit"},
    ),
    Block(HttpApi, HttpApiArgs, lambda: {"issuer": "https://issuer.example", "audience": "blog"}),
    Block(HttpFunction, HttpFunctionArgs, lambda: {"function": FUNCTION, "api": HTTP_API}),
    Block(Identity, IdentityArgs, dict),
    Block(LambdaFunction, LambdaFunctionArgs, lambda: FUNCTION),
    Block(
        Operations,
        OperationsArgs,
        lambda: {
            "nodes": [],
            "http_api_id": "api",
            "bus_name": "bus",
            "archive_name": "archive",
            "websocket_api_id": "api",
            "account_concurrency": 10,
        },
    ),
    Block(QueueConsumer, QueueConsumerArgs, lambda: {"function": FUNCTION, "rules": {"audit": RULE}}),
    Block(RealtimeGateway, RealtimeGatewayArgs, lambda: {"bus_name": "bus"}),
    Block(SiteFiles, SiteFilesArgs, lambda: {"bucket_name": "bucket", "folder": str(ROOT / "site")}),
    Block(StaticSite, StaticSiteArgs, dict),
    Block(
        StreamRelay,
        StreamRelayArgs,
        lambda: {"stream_arn": STREAM, "bus": aws.cloudwatch.EventBus("other")},
    ),
    Block(Table, TableArgs, lambda: {"definition": tables.POSTS}),
    Block(WebSocketApi, WebSocketApiArgs, dict),
    Block(
        WebSocketTickets,
        WebSocketTicketsArgs,
        lambda: {"websocket_api": WebSocketApi("other", {}, NONE)},
    ),
]


def all_blocks() -> set[object]:
    """Finds every resource that a module of `infra` defines."""
    modules = [module.name for module in pkgutil.walk_packages(infra.__path__, "infra.")]
    return {
        member
        for name in modules
        for member in vars(importlib.import_module(name)).values()
        if isinstance(member, type) and issubclass(member, pulumi.Resource) and member.__module__ == name
    }


def test_every_component_and_block_is_here() -> None:
    here = {block.make for block in BLOCKS}
    assert here == all_blocks()
    assert here >= {*COMPONENTS}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.make.__name__)
def test_aws_takes_what_a_block_makes_of_the_arguments_that_it_needs(block: Block) -> None:
    def program() -> None:
        needed = block.needed()
        assert needed.keys() == block.definition.__required_keys__
        block.make("name", needed, NONE)

    assert not list(find_violations(record(program)))


def test_aws_takes_a_stack_that_has_all_settings(equipped: Recording) -> None:
    assert not list(find_violations(equipped))
