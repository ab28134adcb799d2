"""Routes of an API Gateway API that one function answers."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.lambda_function import LambdaFunction


class ApiGateway(TypedDict):
    """An HTTP or WebSocket API of API Gateway that routes are added to."""

    id: pulumi.Input[str]
    """The API's id."""

    execution_arn: pulumi.Input[str]
    """The ARN that it is called under, such as `arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5`."""


class ApiRoutesArgs(TypedDict):
    """Arguments of `ApiRoutes`."""

    api: ApiGateway
    """The API that gets the routes."""

    function: LambdaFunction
    """The function that answers."""

    route_keys: list[str]
    """Route keys, such as `POST /posts`, `$connect` or `$default`. The most specific one wins."""

    payload_format_version: NotRequired[str]
    """The shape of the events that the function gets: `2.0` for an HTTP API. Default: `1.0`, the only one of
    a WebSocket API."""


class ApiRoutes(pulumi.ComponentResource):
    """Connects routes of an API to a function, and lets the API call it."""

    def __init__(self, name: str, args: ApiRoutesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the permission, the integration and the routes."""
        super().__init__("blog:index:ApiRoutes", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        api, function = args["api"], args["function"]

        permission = aws.lambda_.Permission(
            f"{name}-permission",
            action="lambda:InvokeFunction",
            function=function.name,
            principal="apigateway.amazonaws.com",
            # Any stage and any route, of this API alone.
            source_arn=pulumi.Output.concat(api["execution_arn"], "/*/*"),
            opts=child,
        )
        integration = aws.apigatewayv2.Integration(
            f"{name}-integration",
            api_id=api["id"],
            integration_type="AWS_PROXY",
            integration_uri=function.invoke_arn,
            payload_format_version=args.get("payload_format_version", "1.0"),
            opts=child,
        )
        for route_key in args["route_keys"]:
            aws.apigatewayv2.Route(
                f"{name}-{route_key}",
                api_id=api["id"],
                route_key=route_key,
                target=pulumi.Output.concat("integrations/", integration.id),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[permission]),
            )

        self.register_outputs({})
