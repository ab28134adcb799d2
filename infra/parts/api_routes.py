"""Routes of an API Gateway API that one function answers."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.lambda_function import LambdaFunction


class Route(TypedDict):
    """A route, and who may use it."""

    key: str
    """The route's key, such as `POST /posts`, `$connect` or `$default`. The most specific one wins."""

    authorization_type: NotRequired[str]
    """`JWT` for a bearer token, `CUSTOM` for an authorizer function. Default: everybody may use the route."""

    authorizer_id: NotRequired[pulumi.Input[str]]
    """The authorizer that decides. Needed with an authorization type."""


class ApiRoutesArgs(TypedDict):
    """Arguments of `ApiRoutes`."""

    api_id: pulumi.Input[str]
    """The API that gets the routes."""

    execution_arn: pulumi.Input[str]
    """The ARN that the API is called under."""

    function: LambdaFunction
    """The function that answers."""

    routes: list[Route]
    """The routes."""

    payload_format_version: NotRequired[str]
    """The shape of the events that the function gets: `2.0` for an HTTP API. Default: `1.0`, the only one of
    a WebSocket API."""


class ApiRoutes(pulumi.ComponentResource):
    """Connects routes of an API to a function, and lets the API call it."""

    routes: list[aws.apigatewayv2.Route]
    """The routes, for what has to wait for them."""

    def __init__(self, name: str, args: ApiRoutesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the permission, the integration and the routes."""
        super().__init__("blog:index:ApiRoutes", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        function = args["function"]

        permission = aws.lambda_.Permission(
            f"{name}-permission",
            action="lambda:InvokeFunction",
            function=function.name,
            principal="apigateway.amazonaws.com",
            # Any stage and any route, of this API alone.
            source_arn=pulumi.Output.concat(args["execution_arn"], "/*/*"),
            opts=child,
        )
        integration = aws.apigatewayv2.Integration(
            f"{name}-integration",
            api_id=args["api_id"],
            integration_type="AWS_PROXY",
            integration_uri=function.invoke_arn,
            integration_method="POST",  # how Lambda is called, whatever the client's method
            payload_format_version=args.get("payload_format_version", "1.0"),
            opts=child,
        )
        self.routes = [
            aws.apigatewayv2.Route(
                f"{name}-{route['key']}",
                api_id=args["api_id"],
                route_key=route["key"],
                target=pulumi.Output.concat("integrations/", integration.id),
                authorization_type=route.get("authorization_type", "NONE"),
                authorizer_id=route.get("authorizer_id"),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[permission]),
            )
            for route in args["routes"]
        ]

        self.register_outputs({})
