"""A WebSocket API that tells clients when a post's entities are known."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.api_routes import ApiRoutes
from infra.lambda_function import FunctionSettings, LambdaFunction
from infra.policy import PolicyStatement
from infra.queue_consumer import QueueConsumer

_STAGE = "live"
_CONNECTION_INDEX = "connectionId-index"


class RealtimeGatewayArgs(TypedDict):
    """Arguments of `RealtimeGateway`."""

    bus_name: pulumi.Input[str]
    """The EventBridge bus that enriched posts are announced on."""

    functions: NotRequired[FunctionSettings]
    """What its functions are packaged for, and how long their logs are kept."""


class RealtimeGateway(pulumi.ComponentResource):
    """An API Gateway WebSocket API: a client subscribes to a post and gets its entities once they are known.

    It keeps what it needs in two tables of its own, so that it depends on the bus alone: who waits for which
    post, and what was announced. The second serves a client that subscribes after the announcement.
    """

    url: pulumi.Output[str]
    """The URL that clients connect to."""

    def __init__(
        self, name: str, args: RealtimeGatewayArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the tables, the WebSocket API with its function, and the consumer that pushes."""
        super().__init__("blog:index:RealtimeGateway", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        functions = args.get("functions", {})

        subscriptions = aws.dynamodb.Table(
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
            opts=child,
        )
        enriched_posts = aws.dynamodb.Table(
            f"{name}-enriched-posts",
            billing_mode="PAY_PER_REQUEST",
            hash_key="postId",
            attributes=[{"name": "postId", "type": "S"}],
            point_in_time_recovery={"enabled": True},
            opts=child,
        )
        api = aws.apigatewayv2.Api(
            f"{name}-websocket",
            protocol_type="WEBSOCKET",
            route_selection_expression="$request.body.action",
            opts=child,
        )
        stage = aws.apigatewayv2.Stage(
            f"{name}-websocket-stage", api_id=api.id, name=_STAGE, auto_deploy=True, opts=child
        )
        # Both functions deliver messages, and so share their settings and most of their permissions.
        environment = {
            "SUBSCRIPTIONS_TABLE": subscriptions.name,
            "ENRICHED_POSTS_TABLE": enriched_posts.name,
            # Connections are managed at the stage's own URL, over HTTP: https for wss, http for ws.
            "MANAGEMENT_ENDPOINT": stage.invoke_url.apply(lambda url: url.replace("ws", "http", 1)),
        }
        deliver: list[PolicyStatement] = [
            {
                "actions": ["dynamodb:UpdateItem", "dynamodb:DeleteItem"],
                "resources": [subscriptions.arn],
            },
            {
                "actions": ["dynamodb:Query"],
                "resources": [pulumi.Output.concat(subscriptions.arn, "/index/", _CONNECTION_INDEX)],
            },
            {
                "actions": ["execute-api:ManageConnections"],
                # Any connection of this stage: their ids are API Gateway's to make.
                "resources": [pulumi.Output.concat(stage.execution_arn, "/POST/@connections/*")],
            },
        ]
        routes = LambdaFunction(
            f"{name}-routes-function",
            {
                "settings": functions,
                "feature": "websocket_routes",
                "description": "Answers the messages of WebSocket clients",
                "environment": environment,
                "statements": [
                    *deliver,
                    {"actions": ["dynamodb:GetItem"], "resources": [enriched_posts.arn]},
                ],
            },
            child,
        )
        ApiRoutes(
            f"{name}-routes",
            {
                "api": {"id": api.id, "execution_arn": api.execution_arn},
                "function": routes,
                "route_keys": ["$connect", "$disconnect", "$default", "subscribe"],
            },
            child,
        )
        rule = aws.cloudwatch.EventRule(
            f"{name}-enrichment",
            name="blogPostEnrichment",
            description="Posts whose entities are known: to WebSocket clients",
            event_bus_name=args["bus_name"],
            event_pattern=json.dumps({"source": ["blog.posts"], "detail-type": ["BlogPostEnriched"]}),
            opts=child,
        )
        QueueConsumer(
            f"{name}-push",
            {
                "settings": functions,
                "rule": rule,
                "feature": "websocket_push",
                "description": "Pushes enriched posts to WebSocket clients",
                "environment": environment,
                "statements": [
                    *deliver,
                    {"actions": ["dynamodb:Query"], "resources": [subscriptions.arn]},
                    {"actions": ["dynamodb:PutItem"], "resources": [enriched_posts.arn]},
                ],
            },
            child,
        )

        self.url = stage.invoke_url
        self.register_outputs({"url": self.url})
