"""HTTP API that takes and gives blog posts, and the table that keeps them."""

from collections.abc import Sequence
from typing import NotRequired

import pulumi
import pulumi_aws as aws

from functions.domain import tables
from functions.runtime import environment
from infra.parts.arguments import check_arguments
from infra.parts.feature import package_feature
from infra.parts.http_api import HttpApi, HttpApiReference, Throttle
from infra.parts.http_function import HttpFunction
from infra.parts.lambda_function import UNREADABLE
from infra.parts.nodes import Nodes
from infra.parts.rules import Audience, Issuer, Origin
from infra.parts.shared_args import SharedArgs, shared
from infra.parts.table import Table

_THROTTLE: Throttle = {"rate": 100, "burst": 200}
_WRITE_THROTTLE: Throttle = {"rate": 20, "burst": 40}

_READS = [f"{method} {path}" for path in ("/posts", "/posts/{id}") for method in ("GET", "HEAD")]
_WRITES = ["POST /posts", "DELETE /posts/{id}"]


class BlogApiArgs(SharedArgs):
    """Arguments of `BlogApi`."""

    issuer: pulumi.Input[Issuer]
    """The OpenID Connect issuer whose tokens are good."""

    audience: pulumi.Input[Audience]
    """The client id that tokens must be for."""

    public_reading: NotRequired[bool]
    """Whether posts can be read without a token. Default: `True`."""

    allowed_origins: NotRequired[Sequence[pulumi.Input[Origin]]]
    """The origins of pages that may call the API (CORS), such as `https://blog.example`. Default: none."""

    deletion_protection: NotRequired[bool]
    """Whether Pulumi and AWS refuse to delete the table of posts. Default: `True`."""

    throttle: NotRequired[Throttle]
    """What each route takes. Default: 100 requests a second, 200 at once."""

    write_throttle: NotRequired[Throttle]
    """What `POST /posts` and `DELETE /posts/{id}` take each. Default: 20 requests a second, 40 at once."""


class BlogApi(pulumi.ComponentResource):
    """An API Gateway HTTP API over a DynamoDB table of posts.

    A post is saved before anything else happens to it. Who wants to know of posts reads the table's stream.
    """

    url: pulumi.Output[str]
    """The API's URL, without a slash at its end."""

    posts_url: pulumi.Output[str]
    """The URL of the collection of posts; each post is at `{posts_url}/{id}`."""

    http_api: HttpApiReference
    """The API, for components that add routes to it."""

    posts_table_name: pulumi.Output[str]
    """The name of the table of posts."""

    posts_table_arn: pulumi.Output[str]
    """The ARN of the table of posts."""

    posts_stream_arn: pulumi.Output[str]
    """The ARN of the table's stream, with new and old images."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: BlogApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the table, the API, and the functions that serve it."""
        super().__init__("blog:index:BlogApi", name, None, opts)
        args = check_arguments(self, args, BlogApiArgs)
        child = pulumi.ResourceOptions(parent=self)

        posts = Table(
            f"{name}-posts",
            {
                "definition": tables.POSTS,
                "stream": True,
                "recoverable": True,
                "deletion_protection": args.get("deletion_protection", True),
                **shared(args),
            },
            child,
        )
        api = HttpApi(
            f"{name}-http",
            {
                "issuer": args["issuer"],
                "audience": args["audience"],
                "allowed_origins": args.get("allowed_origins", []),
                **shared(args),
            },
            child,
        )
        routes, serving = _serve_posts(f"{name}-posts", args, api, posts, child)
        sessions = _serve_sessions(f"{name}-sessions", args, api, child)
        openapi = _serve_openapi(f"{name}-openapi", args, api, child)

        self.url = api.deploy(
            args.get("throttle", _THROTTLE),
            dict.fromkeys(_WRITES, args.get("write_throttle", _WRITE_THROTTLE)),
            after=routes,
        )
        self.posts_url = pulumi.Output.concat(self.url, "/posts")
        self.http_api = api.reference
        self.posts_table_name = posts.name
        self.posts_table_arn = posts.arn
        self.posts_stream_arn = posts.stream_arn
        self.nodes = posts.nodes | api.nodes | serving | sessions.nodes | openapi.nodes
        self.register_outputs({"url": self.url, "postsTableName": self.posts_table_name})


def _serve_posts(
    name: str, args: BlogApiArgs, api: HttpApi, posts: Table, child: pulumi.ResourceOptions
) -> tuple[list[aws.apigatewayv2.Route], Nodes]:
    keys = Table(f"{name}-idempotency-keys", {"definition": tables.IDEMPOTENCY_KEYS, **shared(args)}, child)
    is_public = args.get("public_reading", True)
    # What no other route takes, for the function answers 405 and 404 in the API's own form.
    others = ["ANY /posts", "ANY /posts/{id}", "$default"]
    indexes = [posts.index_arn(index) for index in tables.POSTS.indexes]
    function = HttpFunction(
        name,
        {
            "api": api.reference,
            "public_routes": [*others, *_READS] if is_public else others,
            "protected_routes": _WRITES if is_public else [*_WRITES, *_READS],
            **shared(args),
            "function": {
                **package_feature("blog_api/posts", args),
                "description": "Saves blog posts, reads and lists them",
                "failures": UNREADABLE,
                "environment": {
                    environment.POSTS_TABLE: posts.name,
                    environment.IDEMPOTENCY_TABLE: keys.name,
                },
                "statements": [
                    {
                        "actions": ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:DeleteItem"],
                        "resources": [posts.arn],
                    },
                    {"actions": ["dynamodb:Query"], "resources": indexes},
                    {"actions": ["dynamodb:PutItem"], "resources": [keys.arn]},
                ],
            },
        },
        child,
    )
    return function.routes, keys.nodes | function.nodes


def _serve_sessions(
    name: str, args: BlogApiArgs, api: HttpApi, child: pulumi.ResourceOptions
) -> HttpFunction:
    return HttpFunction(
        name,
        {
            "api": api.reference,
            "public_routes": ["ANY /sign-in", "ANY /sessions", "ANY /sign-out"],
            **shared(args),
            "function": {
                **package_feature("blog_api/sessions", args),
                "description": "Signs people in and out at the OpenID Connect issuer",
                "environment": {
                    environment.ISSUER: args["issuer"],
                    environment.AUDIENCE: args["audience"],
                },
                "statements": [],
            },
        },
        child,
    )


def _serve_openapi(name: str, args: BlogApiArgs, api: HttpApi, child: pulumi.ResourceOptions) -> HttpFunction:
    return HttpFunction(
        name,
        {
            "api": api.reference,
            "public_routes": ["ANY /openapi.json"],
            **shared(args),
            "function": {
                **package_feature("blog_api/openapi", args),
                "description": "Describes the API",
                "statements": [],
            },
        },
        child,
    )
