"""The HTTP API that takes and gives blog posts, and the table that keeps them."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.api_routes import HttpApi
from infra.http_function import HttpFunction
from infra.lambda_function import FunctionSettings

# What each route takes, in requests a second and in a burst. AWS lets all of an account's APIs together have
# 10,000 and 5,000.
_RATE_LIMIT, _BURST_LIMIT = 100, 200
_WRITE_RATE_LIMIT, _WRITE_BURST_LIMIT = 20, 40

# Everything that lists show, so that they need no second read; not the body, which would fill the indexes.
_LISTED_ATTRIBUTES = ["createdAt", "author", "title", "topic", "topicKey", "status", "entities"]


class BlogApiArgs(TypedDict):
    """Arguments of `BlogApi`."""

    issuer: pulumi.Input[str]
    """The OpenID Connect issuer whose tokens are good."""

    audience: pulumi.Input[str]
    """The client id that tokens must be for."""

    public_reading: NotRequired[bool]
    """Whether posts can be read without a token. Default: `True`."""

    allowed_origins: NotRequired[Sequence[pulumi.Input[str]]]
    """The origins of pages that may call the API (CORS), such as `https://blog.example`. Default: none."""

    functions: NotRequired[FunctionSettings]
    """What its functions are packaged for, and how long their logs are kept."""

    deletion_protection: NotRequired[pulumi.Input[bool]]
    """Whether AWS refuses to delete the table of posts. Default: `True`."""


class BlogApi(pulumi.ComponentResource):
    """An API Gateway HTTP API over a DynamoDB table of posts.

    A post is saved before anything else happens to it. Who wants to know of posts reads the table's stream.
    """

    url: pulumi.Output[str]
    """The API's URL, without a slash at its end."""

    posts_url: pulumi.Output[str]
    """The URL of the collection of posts; each post is at `{posts_url}/{id}`."""

    http_api: HttpApi
    """The API, for components that add routes to it."""

    posts_table_name: pulumi.Output[str]
    """The name of the table of posts."""

    posts_stream_arn: pulumi.Output[str]
    """The ARN of the table's stream, with new and old images."""

    def __init__(self, name: str, args: BlogApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the table, the API, and the functions that serve it."""
        super().__init__("blog:index:BlogApi", name, None, opts)
        self._child = pulumi.ResourceOptions(parent=self)

        table = self._create_table(name, args)
        self.http_api = self._create_api(name, args)
        posts = self._serve_posts(name, args, table)
        self._serve_sessions(name, args)
        self._serve_openapi(name, args)
        stage = self._create_stage(name, posts)

        # AWS ends the URL of a `$default` stage with a slash.
        self.url = stage.invoke_url.apply(lambda url: url.rstrip("/"))
        self.posts_url = pulumi.Output.concat(self.url, "/posts")
        self.posts_table_name = table.name
        self.posts_stream_arn = table.stream_arn
        self.register_outputs({"url": self.url, "posts_table_name": self.posts_table_name})

    def _create_table(self, name: str, args: BlogApiArgs) -> aws.dynamodb.Table:
        return aws.dynamodb.Table(
            f"{name}-posts",
            billing_mode="PAY_PER_REQUEST",
            hash_key="id",
            attributes=[{"name": attribute, "type": "S"} for attribute in ("id", "feedShard", "topicShard")],
            # Newest first, over all and by topic: docs/decisions/0006-listing-posts.md.
            global_secondary_indexes=[
                {
                    "name": index,
                    "key_schemas": [
                        {"attribute_name": shard, "key_type": "HASH"},
                        {"attribute_name": "id", "key_type": "RANGE"},
                    ],
                    "projection_type": "INCLUDE",
                    "non_key_attributes": _LISTED_ATTRIBUTES,
                }
                for index, shard in (("feed-index", "feedShard"), ("topic-index", "topicShard"))
            ],
            stream_enabled=True,
            stream_view_type="NEW_AND_OLD_IMAGES",
            point_in_time_recovery={"enabled": True},
            deletion_protection_enabled=args.get("deletion_protection", True),
            opts=self._child,
        )

    def _create_api(self, name: str, args: BlogApiArgs) -> HttpApi:
        """Creates the API, and the authorizer that its protected routes share."""
        api = aws.apigatewayv2.Api(
            f"{name}-http",
            protocol_type="HTTP",
            cors_configuration={
                "allow_origins": args["allowed_origins"],
                "allow_methods": ["GET", "POST"],
                "allow_headers": ["authorization", "content-type", "idempotency-key", "if-none-match"],
                "expose_headers": ["apigw-requestid", "etag", "location", "retry-after"],
                "max_age": 3600,
            }
            if args.get("allowed_origins")
            else None,
            opts=self._child,
        )
        authorizer = aws.apigatewayv2.Authorizer(
            f"{name}-http-authorizer",
            name="bearer-token",
            api_id=api.id,
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration={"issuer": args["issuer"], "audiences": [args["audience"]]},
            opts=self._child,
        )
        return {"id": api.id, "execution_arn": api.execution_arn, "authorizer_id": authorizer.id}

    def _serve_posts(self, name: str, args: BlogApiArgs, table: aws.dynamodb.Table) -> HttpFunction:
        idempotency_keys = aws.dynamodb.Table(
            f"{name}-idempotency-keys",
            billing_mode="PAY_PER_REQUEST",
            hash_key="key",
            attributes=[{"name": "key", "type": "S"}],
            ttl={"attribute_name": "expiresAt", "enabled": True},
            opts=self._child,
        )
        reading, writing = ["GET /posts", "GET /posts/{id}"], ["POST /posts"]
        # What no other route takes, for the function answers 405 and 404 in the API's own form.
        public = ["ANY /posts", "ANY /posts/{id}", "$default"]
        if args.get("public_reading", True):
            public += reading
        else:
            writing += reading
        return HttpFunction(
            f"{name}-posts",
            {
                "api": self.http_api,
                "public_routes": public,
                "protected_routes": writing,
                "function": {
                    "settings": args.get("functions", {}),
                    "feature": "posts",
                    "description": "Saves blog posts, reads and lists them",
                    "environment": {"POSTS_TABLE": table.name, "IDEMPOTENCY_TABLE": idempotency_keys.name},
                    "statements": [
                        {"actions": ["dynamodb:PutItem", "dynamodb:GetItem"], "resources": [table.arn]},
                        {
                            "actions": ["dynamodb:Query"],
                            "resources": [
                                pulumi.Output.concat(table.arn, "/index/", index)
                                for index in ("feed-index", "topic-index")
                            ],
                        },
                        {"actions": ["dynamodb:PutItem"], "resources": [idempotency_keys.arn]},
                    ],
                },
            },
            self._child,
        )

    def _serve_sessions(self, name: str, args: BlogApiArgs) -> None:
        HttpFunction(
            f"{name}-sessions",
            {
                "api": self.http_api,
                "public_routes": ["ANY /sign-in", "ANY /sessions"],
                "function": {
                    "settings": args.get("functions", {}),
                    "feature": "sessions",
                    "description": "Signs people in at the OpenID Connect issuer",
                    "environment": {"ISSUER": args["issuer"], "AUDIENCE": args["audience"]},
                    "statements": [],
                },
            },
            self._child,
        )

    def _serve_openapi(self, name: str, args: BlogApiArgs) -> None:
        HttpFunction(
            f"{name}-openapi",
            {
                "api": self.http_api,
                "public_routes": ["ANY /openapi.json"],
                "function": {
                    "settings": args.get("functions", {}),
                    "feature": "openapi",
                    "description": "Describes the API",
                    "statements": [],
                },
            },
            self._child,
        )

    def _create_stage(self, name: str, posts: HttpFunction) -> aws.apigatewayv2.Stage:
        return aws.apigatewayv2.Stage(
            f"{name}-http-stage",
            api_id=self.http_api["id"],
            name="$default",
            auto_deploy=True,
            default_route_settings={
                "throttling_rate_limit": _RATE_LIMIT,
                "throttling_burst_limit": _BURST_LIMIT,
            },
            route_settings=[
                {
                    "route_key": "POST /posts",
                    "throttling_rate_limit": _WRITE_RATE_LIMIT,
                    "throttling_burst_limit": _WRITE_BURST_LIMIT,
                }
            ],
            # A stage cannot have settings for a route that is not there yet.
            opts=pulumi.ResourceOptions(parent=self, depends_on=posts.routes),
        )
