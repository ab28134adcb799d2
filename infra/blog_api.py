"""The HTTP API that takes blog posts, and the table that keeps them."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.api_routes import ApiRoutes
from infra.lambda_function import FunctionSettings, LambdaFunction


class BlogApiArgs(TypedDict):
    """Arguments of `BlogApi`."""

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

    api_id: pulumi.Output[str]
    """The API's id, for components that add routes to it."""

    execution_arn: pulumi.Output[str]
    """The ARN that calls of the API are made under, for the same components."""

    posts_table_name: pulumi.Output[str]
    """The name of the table of posts."""

    posts_stream_arn: pulumi.Output[str]
    """The ARN of the table's stream, with new and old images."""

    def __init__(self, name: str, args: BlogApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the table, the API, and the function that serves it."""
        super().__init__("blog:index:BlogApi", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        table = aws.dynamodb.Table(
            f"{name}-posts",
            billing_mode="PAY_PER_REQUEST",
            hash_key="id",
            attributes=[{"name": "id", "type": "S"}],
            stream_enabled=True,
            stream_view_type="NEW_AND_OLD_IMAGES",
            point_in_time_recovery={"enabled": True},
            deletion_protection_enabled=args.get("deletion_protection", True),
            opts=child,
        )
        api = aws.apigatewayv2.Api(f"{name}-http", protocol_type="HTTP", opts=child)
        stage = aws.apigatewayv2.Stage(
            f"{name}-http-stage", api_id=api.id, name="$default", auto_deploy=True, opts=child
        )
        posts = LambdaFunction(
            f"{name}-posts-function",
            {
                "settings": args.get("functions", {}),
                "feature": "posts",
                "description": "Saves blog posts and reads them",
                "environment": {"POSTS_TABLE": table.name},
                "statements": [
                    {"actions": ["dynamodb:PutItem", "dynamodb:GetItem"], "resources": [table.arn]}
                ],
            },
            child,
        )
        ApiRoutes(
            f"{name}-posts-routes",
            {
                "api": {"id": api.id, "execution_arn": api.execution_arn},
                "function": posts,
                # All methods and paths, for the function answers 405 and 404 in the API's own form.
                "route_keys": ["ANY /posts", "ANY /posts/{id}", "$default"],
                "payload_format_version": "2.0",
            },
            child,
        )

        # AWS ends the URL of a `$default` stage with a slash.
        self.url = stage.invoke_url.apply(lambda url: url.rstrip("/"))
        self.posts_url = pulumi.Output.concat(self.url, "/posts")
        self.api_id = api.id
        self.execution_arn = api.execution_arn
        self.posts_table_name = table.name
        self.posts_stream_arn = table.stream_arn
        self.register_outputs({"url": self.url, "posts_table_name": self.posts_table_name})
