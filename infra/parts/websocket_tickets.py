"""Tickets to a WebSocket API: a browser cannot send a bearer token when it opens a WebSocket."""

from typing import NotRequired

import pulumi
import pulumi_aws as aws

from functions.domain import tables
from functions.runtime import environment
from infra.parts.feature import package_feature
from infra.parts.http_api import HttpApiReference
from infra.parts.http_function import HttpFunction
from infra.parts.lambda_function import LambdaFunction
from infra.parts.nodes import Nodes
from infra.parts.shared_args import SharedArgs, shared
from infra.parts.table import Table


class WebSocketTicketsArgs(SharedArgs):
    """Arguments of `WebSocketTickets`."""

    websocket_api: aws.apigatewayv2.Api
    """The WebSocket API that tickets open."""

    http_api: NotRequired[pulumi.Input[HttpApiReference] | None]
    """The API that gets `POST /tickets`. Default: tickets have to be put into the table in some other way."""


class WebSocketTickets(pulumi.ComponentResource):
    """Gives a ticket to who has a bearer token, and lets who has a ticket connect, once and within a minute.

    So no token gets into a URL, where logs would keep it, and the authorizer needs no cryptography: a ticket
    is good if it can be deleted from the table (docs/decisions/0007-tickets.md).
    """

    authorizer_id: pulumi.Output[str]
    """The id of the authorizer for the route `$connect`."""

    table_name: pulumi.Output[str]
    """The name of the table of tickets."""

    table_arn: pulumi.Output[str]
    """The ARN of the table of tickets."""

    nodes: Nodes
    """What operators look at."""

    def __init__(
        self, name: str, args: WebSocketTicketsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the table, the function that issues tickets, and the authorizer that takes them."""
        super().__init__("blog:index:WebSocketTickets", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        api = args["websocket_api"]

        table = Table(f"{name}-table", {"definition": tables.TICKETS, **shared(args)}, child)
        self.nodes = table.nodes
        http_api = args.get("http_api")
        if http_api is not None:
            self.nodes |= HttpFunction(
                name,
                {
                    "api": http_api,
                    "protected_routes": ["POST /tickets"],
                    "public_routes": ["ANY /tickets"],
                    **shared(args),
                    "function": {
                        **package_feature("realtime_gateway/tickets", args),
                        "description": "Issues tickets to the WebSocket",
                        "environment": {environment.TICKETS_TABLE: table.name},
                        "statements": [{"actions": ["dynamodb:PutItem"], "resources": [table.arn]}],
                    },
                },
                child,
            ).nodes
        function = LambdaFunction(
            f"{name}-auth",
            {
                **shared(args),
                **package_feature("realtime_gateway/authorizer", args),
                "description": "Lets WebSocket clients with a ticket connect",
                "environment": {environment.TICKETS_TABLE: table.name},
                "statements": [{"actions": ["dynamodb:DeleteItem"], "resources": [table.arn]}],
            },
            child,
        )
        authorizer = aws.apigatewayv2.Authorizer(
            f"{name}-authorizer",
            name="ticket",
            api_id=api.id,
            authorizer_type="REQUEST",
            authorizer_uri=function.invoke_arn,
            identity_sources=["route.request.querystring.ticket"],
            opts=child,
        )
        aws.lambda_.Permission(
            f"{name}-authorizer-permission",
            action="lambda:InvokeFunction",
            function=function.name,
            principal="apigateway.amazonaws.com",
            source_arn=pulumi.Output.concat(api.execution_arn, "/authorizers/", authorizer.id),
            opts=child,
        )

        self.authorizer_id = authorizer.id
        self.table_name = table.name
        self.table_arn = table.arn
        self.nodes |= function.nodes
        self.register_outputs({"authorizerId": self.authorizer_id, "tableName": self.table_name})
