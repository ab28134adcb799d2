"""Lambda function that answers requests of an HTTP API."""

from collections.abc import Mapping
from typing import Any, NotRequired

import pulumi
import pulumi_aws as aws

from infra.parts.api_routes import ApiRoutes, Route
from infra.parts.http_api import HttpApiReference
from infra.parts.lambda_function import FunctionDefinition, LambdaFunction
from infra.parts.nodes import Nodes
from infra.parts.shared_args import SharedArgs, shared


class HttpFunctionArgs(SharedArgs):
    """Arguments of `HttpFunction`."""

    function: FunctionDefinition
    """The function that answers."""

    api: pulumi.Input[HttpApiReference]
    """The API that gets the routes."""

    public_routes: NotRequired[list[str]]
    """Keys of routes that everybody may use, such as `GET /posts`. Default: none."""

    protected_routes: NotRequired[list[str]]
    """Keys of routes that need a bearer token. Default: none."""


class HttpFunction(pulumi.ComponentResource):
    """A function behind routes of an HTTP API, each public or protected by the API's authorizer.

    A route for `ANY` method takes what the more specific routes leave, so that the function can answer 405 in
    the API's own form.
    """

    routes: list[aws.apigatewayv2.Route]
    """The routes, for what has to wait for them."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: HttpFunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the function and its routes."""
        super().__init__("blog:index:HttpFunction", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        # Of a plain dict each member is known when it is, and not when all are.
        api: HttpApiReference | pulumi.Output[Any] = (
            args["api"] if isinstance(args["api"], Mapping) else pulumi.Output[Any].from_input(args["api"])
        )

        function = LambdaFunction(name, {**args["function"], **shared(args)}, child)
        public: list[Route] = [{"key": key} for key in args.get("public_routes", [])]
        protected: list[Route] = [
            {"key": key, "authorization_type": "JWT", "authorizer_id": api["authorizer_id"]}
            for key in args.get("protected_routes", [])
        ]
        routes = ApiRoutes(
            f"{name}-routes",
            {
                "api_id": api["id"],
                "execution_arn": api["execution_arn"],
                "function": function,
                "payload_format_version": "2.0",
                "routes": [*public, *protected],
            },
            child,
        )

        self.routes = routes.routes
        self.nodes = function.nodes
        self.register_outputs({})
