"""WebSocket API that tells clients of new posts, and of the entities in them."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NotRequired

import pulumi

from functions.domain import tables
from functions.domain.events import BlogPostCreated, BlogPostEnriched, BlogPostEvent, BlogPostRemoved
from functions.runtime import environment
from infra.parts.api_routes import ApiRoutes, Route
from infra.parts.arguments import check_arguments
from infra.parts.event_rule import EventRule
from infra.parts.feature import package_feature
from infra.parts.http_api import HttpApiReference, Throttle
from infra.parts.lambda_function import UNREADABLE, LambdaFunction
from infra.parts.nodes import Nodes
from infra.parts.policy import PolicyStatement
from infra.parts.queue_consumer import QueueConsumer
from infra.parts.rules import BusName, Concurrency
from infra.parts.shared_args import SharedArgs, shared
from infra.parts.table import Table
from infra.parts.websocket_api import WebSocketApi
from infra.parts.websocket_tickets import WebSocketTickets

_THROTTLE: Throttle = {"rate": 200, "burst": 400}
_ACTIONS = ("subscribe", "unsubscribe", "ping")


class RealtimeGatewayArgs(SharedArgs):
    """Arguments of `RealtimeGateway`."""

    bus_name: pulumi.Input[BusName]
    """The EventBridge bus that posts are announced on."""

    http_api: NotRequired[pulumi.Input[HttpApiReference]]
    """An API that gets `POST /tickets`, for clients need a ticket to connect. Default: tickets have to be put
    into the table `tickets_table_name` in some other way."""

    throttle: NotRequired[Throttle]
    """What each route takes of all clients together. Default: 200 messages a second, 400 at once."""

    push_concurrency: NotRequired[Concurrency]
    """How many events are pushed at once, at least 2. Default: 2, for a new account may run 10 functions."""

    access_log: NotRequired[bool]
    """Whether each message of a client is logged. The account must let API Gateway write logs
    (docs/operations.md). Default: `False`."""

    deletion_protection: NotRequired[bool]
    """Whether Pulumi and AWS refuse to delete what was announced of enriched posts. Default: `True`."""


class RealtimeGateway(pulumi.ComponentResource):
    """An API Gateway WebSocket API: a client subscribes to a post or to a topic, and is told what happens.

    It keeps what it needs in tables of its own, so that it depends on the bus alone: who waits for what, what
    was announced of each post, and what was sent to whom.
    """

    url: pulumi.Output[str]
    """The URL that clients connect to, with `?ticket=…`."""

    api_id: pulumi.Output[str]
    """The id of the WebSocket API."""

    tickets_table_name: pulumi.Output[str]
    """The name of the table of tickets: `ticketHash` is a ticket's SHA-256 in hex, `expiresAt` in seconds
    since 1970, `subject` who it was given to."""

    tickets_table_arn: pulumi.Output[str]
    """The ARN of the table of tickets."""

    nodes: Nodes
    """What operators look at."""

    def __init__(
        self, name: str, args: RealtimeGatewayArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the WebSocket API, its tables and functions, and the rules that feed it."""
        super().__init__("blog:index:RealtimeGateway", name, None, opts)
        args = check_arguments(self, args, RealtimeGatewayArgs)
        child = pulumi.ResourceOptions(parent=self)

        api = WebSocketApi(
            f"{name}-websocket",
            {
                "access_log": args.get("access_log", False),
                **shared(args),
            },
            child,
        )
        tickets = WebSocketTickets(
            f"{name}-tickets",
            {
                "websocket_api": api,
                "http_api": args.get("http_api"),
                **shared(args),
            },
            child,
        )
        sending = _Sending(
            subscriptions=Table(
                f"{name}-subscriptions", {"definition": tables.SUBSCRIPTIONS, **shared(args)}, child
            ),
            deliveries=Table(f"{name}-deliveries", {"definition": tables.DELIVERIES, **shared(args)}, child),
            enriched_posts=Table(
                f"{name}-enriched-posts",
                {
                    "definition": tables.ENRICHED_POSTS,
                    "recoverable": True,
                    "deletion_protection": args.get("deletion_protection", True),
                    **shared(args),
                },
                child,
            ),
            api=api,
        )
        answering = _create_routes_function(f"{name}-routes", args, sending, child)
        routes = ApiRoutes(
            f"{name}-routes",
            {
                "api_id": api.id,
                "execution_arn": api.execution_arn,
                "function": answering,
                "routes": [
                    {
                        "key": "$connect",
                        "authorization_type": "CUSTOM",
                        "authorizer_id": tickets.authorizer_id,
                    },
                    *[Route(key=key) for key in ("$disconnect", "$default", *_ACTIONS)],
                ],
            },
            child,
        )
        pushing = _push_to_clients(name, args, sending, child)

        self.url = api.deploy(args.get("throttle", _THROTTLE), after=[routes, tickets])
        self.api_id = api.id
        self.tickets_table_name = tickets.table_name
        self.tickets_table_arn = tickets.table_arn
        self.nodes = api.nodes | tickets.nodes | sending.nodes | answering.nodes | pushing
        self.register_outputs({"url": self.url, "ticketsTableName": self.tickets_table_name})


@dataclass(frozen=True)
class _Sending:
    """What a function that sends to clients works with.

    Attributes:
        subscriptions: Who waits for what.
        deliveries: What was sent to whom.
        enriched_posts: What was announced of each enriched post.
        api: Where connections are.
    """

    subscriptions: Table
    deliveries: Table
    enriched_posts: Table
    api: WebSocketApi

    @property
    def nodes(self) -> Nodes:
        """Its tables."""
        return self.subscriptions.nodes | self.deliveries.nodes | self.enriched_posts.nodes

    @property
    def environment(self) -> dict[str, pulumi.Input[str]]:
        """Names all of it."""
        return {
            environment.SUBSCRIPTIONS_TABLE: self.subscriptions.name,
            environment.DELIVERIES_TABLE: self.deliveries.name,
            environment.ENRICHED_POSTS_TABLE: self.enriched_posts.name,
            environment.MANAGEMENT_ENDPOINT: self.api.management_url,
        }

    @property
    def statements(self) -> list[PolicyStatement]:
        """Allows to send to a client once, and to forget one that left."""
        return [
            {
                "actions": ["dynamodb:UpdateItem", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate"],
                "resources": [self.deliveries.arn],
            },
            {"actions": ["dynamodb:DeleteItem"], "resources": [self.subscriptions.arn]},
            {
                "actions": ["dynamodb:Query"],
                "resources": [self.subscriptions.index_arn(tables.CONNECTION_INDEX)],
            },
            {"actions": ["execute-api:ManageConnections"], "resources": [self.api.connections_arn]},
        ]


def _create_routes_function(
    name: str, args: RealtimeGatewayArgs, sending: _Sending, child: pulumi.ResourceOptions
) -> LambdaFunction:
    return LambdaFunction(
        name,
        {
            **shared(args),
            **package_feature("realtime_gateway/routes", args),
            "description": "Answers the messages of WebSocket clients",
            "failures": UNREADABLE,
            "environment": sending.environment,
            "statements": [
                *sending.statements,
                {"actions": ["dynamodb:PutItem"], "resources": [sending.subscriptions.arn]},
                {"actions": ["dynamodb:GetItem"], "resources": [sending.enriched_posts.arn]},
            ],
        },
        child,
    )


def _push_to_clients(
    name: str, args: RealtimeGatewayArgs, sending: _Sending, child: pulumi.ResourceOptions
) -> Nodes:
    def rule(rule_name: str, event: type[BlogPostEvent], description: str) -> EventRule:
        return EventRule(
            f"{name}-{rule_name}",
            {"bus_name": args["bus_name"], "event": event, "description": description, **shared(args)},
            child,
        )

    rules = {
        "enriched": rule("enriched", BlogPostEnriched, "Posts whose entities are known: to clients"),
        "created": rule("created", BlogPostCreated, "New posts: to clients that follow topics"),
        "removed": rule("removed", BlogPostRemoved, "Deleted posts: to clients, and forgotten"),
    }
    consumer = QueueConsumer(
        f"{name}-push",
        {
            "rules": {key: rule.reference for key, rule in rules.items()},
            "continues_later": True,
            "maximum_concurrency": args.get("push_concurrency", 2),
            **shared(args),
            "function": {
                **package_feature("realtime_gateway/push", args),
                "description": "Pushes what happens to posts to WebSocket clients",
                "failures": UNREADABLE,
                # A whole core: each delivery takes three calls, and signing them takes processor time.
                "memory": 1769,
                "environment": sending.environment,
                "statements": [
                    *sending.statements,
                    {"actions": ["dynamodb:Query"], "resources": [sending.subscriptions.arn]},
                    {
                        "actions": ["dynamodb:GetItem", "dynamodb:PutItem"],
                        "resources": [sending.enriched_posts.arn],
                    },
                ],
            },
        },
        child,
    )
    return reduce(or_, [rule.nodes for rule in rules.values()], consumer.nodes)
