"""Tickets to a WebSocket API: a browser cannot send a bearer token when it opens a WebSocket."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.api_routes import HttpApi
from infra.http_function import HttpFunction
from infra.lambda_function import FunctionSettings, LambdaFunction


class WebSocketTicketsArgs(TypedDict):
    """Arguments of `WebSocketTickets`."""

    websocket_api: aws.apigatewayv2.Api
    """The WebSocket API that tickets open."""

    http_api: NotRequired[HttpApi | None]
    """The API that gets `POST /tickets`. Default: tickets have to be put into the table in some other way."""

    functions: NotRequired[FunctionSettings]
    """What its functions are packaged for, and how long their logs are kept."""


class WebSocketTickets(pulumi.ComponentResource):
    """Gives a ticket to who has a bearer token, and lets who has a ticket connect, once and within a minute.

    So no token gets into a URL, where logs would keep it, and the authorizer needs no cryptography: a ticket
    is good if it can be deleted from the table (docs/decisions/0007-tickets.md).
    """

    authorizer_id: pulumi.Output[str]
    """The id of the authorizer for the route `$connect`."""

    table_name: pulumi.Output[str]
    """The name of the table of tickets."""

    def __init__(
        self, name: str, args: WebSocketTicketsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the table, the function that issues tickets, and the authorizer that takes them."""
        super().__init__("blog:index:WebSocketTickets", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        functions = args.get("functions", {})
        api = args["websocket_api"]

        table = aws.dynamodb.Table(
            f"{name}-table",
            billing_mode="PAY_PER_REQUEST",
            hash_key="ticketHash",
            attributes=[{"name": "ticketHash", "type": "S"}],
            ttl={"attribute_name": "expiresAt", "enabled": True},
            opts=child,
        )
        if http_api := args.get("http_api"):
            HttpFunction(
                f"{name}-issuing",
                {
                    "api": http_api,
                    "protected_routes": ["POST /tickets"],
                    "public_routes": ["ANY /tickets"],
                    "function": {
                        "settings": functions,
                        "feature": "tickets",
                        "description": "Issues tickets to the WebSocket",
                        "environment": {"TICKETS_TABLE": table.name},
                        "statements": [{"actions": ["dynamodb:PutItem"], "resources": [table.arn]}],
                    },
                },
                child,
            )
        function = LambdaFunction(
            f"{name}-authorizer-function",
            {
                "settings": functions,
                "feature": "websocket_authorizer",
                "description": "Lets WebSocket clients with a ticket connect",
                "environment": {"TICKETS_TABLE": table.name},
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
        self.register_outputs({"authorizer_id": self.authorizer_id, "table_name": self.table_name})
