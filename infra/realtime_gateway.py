"""A WebSocket API that tells clients of new posts, and of the entities in them."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.api_routes import ApiRoutes, HttpApi
from infra.lambda_function import FunctionSettings, LambdaFunction
from infra.policy import PolicyStatement
from infra.queue_consumer import QueueConsumer
from infra.websocket_tickets import WebSocketTickets

_STAGE = "live"
_CONNECTION_INDEX = "connectionId-index"

# What each route takes of all clients together, in messages a second and in a burst.
_RATE_LIMIT, _BURST_LIMIT = 200, 400


class RealtimeGatewayArgs(TypedDict):
    """Arguments of `RealtimeGateway`."""

    bus_name: pulumi.Input[str]
    """The EventBridge bus that posts are announced on."""

    http_api: NotRequired[HttpApi]
    """An API that gets `POST /tickets`, for clients need a ticket to connect. Default: tickets have to be put
    into the table `tickets_table_name` in some other way."""

    functions: NotRequired[FunctionSettings]
    """What its functions are packaged for, and how long their logs are kept."""


class RealtimeGateway(pulumi.ComponentResource):
    """An API Gateway WebSocket API: a client subscribes to a post or to a topic, and is told what happens.

    It keeps what it needs in tables of its own, so that it depends on the bus alone: who waits for what, what
    was announced of each post, and what was sent to whom.
    """

    url: pulumi.Output[str]
    """The URL that clients connect to, with `?ticket=…`."""

    tickets_table_name: pulumi.Output[str]
    """The name of the table of tickets: `ticketHash` is a ticket's SHA-256 in hex, `expiresAt` in seconds
    since 1970, `subject` who it was given to."""

    def __init__(
        self, name: str, args: RealtimeGatewayArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the WebSocket API, its tables and functions, and the rules that feed it."""
        super().__init__("blog:index:RealtimeGateway", name, None, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        self._functions = args.get("functions", {})
        self._create_tables(name)

        api = aws.apigatewayv2.Api(
            f"{name}-websocket",
            protocol_type="WEBSOCKET",
            route_selection_expression="$request.body.action",
            opts=self._child,
        )
        stage = aws.apigatewayv2.Stage(
            f"{name}-websocket-stage",
            api_id=api.id,
            name=_STAGE,
            auto_deploy=True,
            default_route_settings={
                "throttling_rate_limit": _RATE_LIMIT,
                "throttling_burst_limit": _BURST_LIMIT,
            },
            opts=self._child,
        )
        tickets = WebSocketTickets(
            f"{name}-tickets",
            {"websocket_api": api, "http_api": args.get("http_api"), "functions": self._functions},
            self._child,
        )
        self._answer_clients(name, api, stage, tickets)
        self._push_to_clients(name, args["bus_name"], stage)

        self.url = stage.invoke_url
        self.tickets_table_name = tickets.table_name
        self.register_outputs({"url": self.url, "tickets_table_name": self.tickets_table_name})

    def _create_tables(self, name: str) -> None:
        self._subscriptions = aws.dynamodb.Table(
            f"{name}-subscriptions",
            billing_mode="PAY_PER_REQUEST",
            hash_key="channel",
            range_key="connectionId",
            attributes=[{"name": "channel", "type": "S"}, {"name": "connectionId", "type": "S"}],
            # Finds what a closed connection leaves behind.
            global_secondary_indexes=[
                {
                    "name": _CONNECTION_INDEX,
                    "key_schemas": [
                        {"attribute_name": "connectionId", "key_type": "HASH"},
                        {"attribute_name": "channel", "key_type": "RANGE"},
                    ],
                    "projection_type": "KEYS_ONLY",
                }
            ],
            ttl={"attribute_name": "expiresAt", "enabled": True},
            opts=self._child,
        )
        self._deliveries = aws.dynamodb.Table(
            f"{name}-deliveries",
            billing_mode="PAY_PER_REQUEST",
            hash_key="messageId",
            range_key="connectionId",
            attributes=[{"name": "messageId", "type": "S"}, {"name": "connectionId", "type": "S"}],
            ttl={"attribute_name": "expiresAt", "enabled": True},
            opts=self._child,
        )
        self._enriched_posts = aws.dynamodb.Table(
            f"{name}-enriched-posts",
            billing_mode="PAY_PER_REQUEST",
            hash_key="postId",
            attributes=[{"name": "postId", "type": "S"}],
            point_in_time_recovery={"enabled": True},
            opts=self._child,
        )

    def _environment(self, stage: aws.apigatewayv2.Stage) -> dict[str, pulumi.Input[str]]:
        """Names what both functions work with."""
        return {
            "SUBSCRIPTIONS_TABLE": self._subscriptions.name,
            "DELIVERIES_TABLE": self._deliveries.name,
            "ENRICHED_POSTS_TABLE": self._enriched_posts.name,
            # Connections are managed at the stage's own URL, over HTTP: https for wss, http for ws.
            "MANAGEMENT_ENDPOINT": stage.invoke_url.apply(lambda url: url.replace("ws", "http", 1)),
        }

    def _delivering(self, stage: aws.apigatewayv2.Stage) -> list[PolicyStatement]:
        """Allows what both functions do: to send to a client once, and to forget one that left."""
        return [
            {"actions": ["dynamodb:UpdateItem"], "resources": [self._deliveries.arn]},
            {"actions": ["dynamodb:DeleteItem"], "resources": [self._subscriptions.arn]},
            {
                "actions": ["dynamodb:Query"],
                "resources": [pulumi.Output.concat(self._subscriptions.arn, "/index/", _CONNECTION_INDEX)],
            },
            {
                "actions": ["execute-api:ManageConnections"],
                # Any connection of this stage: their ids are API Gateway's to make.
                "resources": [pulumi.Output.concat(stage.execution_arn, "/POST/@connections/*")],
            },
        ]

    def _answer_clients(
        self,
        name: str,
        api: aws.apigatewayv2.Api,
        stage: aws.apigatewayv2.Stage,
        tickets: WebSocketTickets,
    ) -> None:
        function = LambdaFunction(
            f"{name}-routes-function",
            {
                "settings": self._functions,
                "feature": "websocket_routes",
                "description": "Answers the messages of WebSocket clients",
                "environment": self._environment(stage),
                "statements": [
                    *self._delivering(stage),
                    {"actions": ["dynamodb:PutItem"], "resources": [self._subscriptions.arn]},
                    {"actions": ["dynamodb:GetItem"], "resources": [self._enriched_posts.arn]},
                ],
            },
            self._child,
        )
        ApiRoutes(
            f"{name}-routes",
            {
                "api_id": api.id,
                "execution_arn": api.execution_arn,
                "function": function,
                "routes": [
                    {
                        "key": "$connect",
                        "authorization_type": "CUSTOM",
                        "authorizer_id": tickets.authorizer_id,
                    },
                    {"key": "$disconnect"},
                    {"key": "$default"},
                    {"key": "subscribe"},
                    {"key": "unsubscribe"},
                    {"key": "ping"},
                ],
            },
            self._child,
        )

    def _push_to_clients(self, name: str, bus_name: pulumi.Input[str], stage: aws.apigatewayv2.Stage) -> None:
        def rule(rule_name: str, detail_type: str, description: str) -> aws.cloudwatch.EventRule:
            return aws.cloudwatch.EventRule(
                f"{name}-{rule_name}",
                name=rule_name,
                description=description,
                event_bus_name=bus_name,
                event_pattern=json.dumps({"source": ["blog.posts"], "detail-type": [detail_type]}),
                opts=self._child,
            )

        QueueConsumer(
            f"{name}-push",
            {
                "rules": {
                    "enrichment": rule(
                        "blogPostEnrichment", "BlogPostEnriched", "Posts whose entities are known: to clients"
                    ),
                    "feed": rule(
                        "blogPostFeed", "BlogPostCreated", "New posts: to clients that follow topics"
                    ),
                },
                "continues_later": True,
                "function": {
                    "settings": self._functions,
                    "feature": "websocket_push",
                    "description": "Pushes what happens to posts to WebSocket clients",
                    # A whole core: each delivery takes three calls, and signing them takes processor time.
                    "memory": 1769,
                    "environment": self._environment(stage),
                    "statements": [
                        *self._delivering(stage),
                        {"actions": ["dynamodb:Query"], "resources": [self._subscriptions.arn]},
                        {"actions": ["dynamodb:PutItem"], "resources": [self._enriched_posts.arn]},
                    ],
                },
            },
            self._child,
        )
