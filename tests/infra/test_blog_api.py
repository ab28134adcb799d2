"""`BlogApi` on its own."""

import pytest

from infra.blog_api import BlogApi
from infra.parts.packaging import Platform
from preview.recording import Recording, record


@pytest.fixture(scope="module")
def blog() -> Recording:
    """An API that everybody may read, for pages of no other origin."""
    return record(
        lambda: BlogApi(
            "blog",
            {
                "issuer": "https://issuer.example",
                "audience": "blog",
                "function_settings": {"platform": Platform.HOST},
            },
        )
    )


@pytest.fixture(scope="module")
def private_blog() -> Recording:
    """An API that takes a token to read, for the pages of one other origin."""
    return record(
        lambda: BlogApi(
            "blog",
            {
                "issuer": "https://issuer.example",
                "audience": "blog",
                "public_reading": False,
                "allowed_origins": ["https://page.example"],
                "function_settings": {"platform": Platform.HOST},
            },
        )
    )


def authorization(recording: Recording) -> dict[str, str]:
    """Tells for each route whose requests it takes."""
    return {r["routeKey"]: r["authorizationType"] for r in recording.of_type("apigatewayv2/route:Route")}


def test_posts_are_kept_safe_unless_told_otherwise(blog: Recording) -> None:
    table = blog.one("dynamodb/table:Table", "blog-posts")
    assert table["deletionProtectionEnabled"] is True
    assert table["pointInTimeRecovery"] == {"enabled": True}


def test_the_stream_tells_what_a_post_was_and_what_it_is(blog: Recording) -> None:
    table = blog.one("dynamodb/table:Table", "blog-posts")
    assert table["streamEnabled"] is True
    assert table["streamViewType"] == "NEW_AND_OLD_IMAGES"


def test_posts_can_be_listed_by_time_over_all_and_by_topic_without_their_bodies(blog: Recording) -> None:
    indexes = blog.one("dynamodb/table:Table", "blog-posts")["globalSecondaryIndexes"]
    keys = {index["name"]: [key["attributeName"] for key in index["keySchemas"]] for index in indexes}
    assert keys == {"feed-index": ["feedShard", "id"], "topic-index": ["topicShard", "id"]}
    assert all("body" not in index["nonKeyAttributes"] for index in indexes)


def test_reading_is_public_and_writing_needs_a_token(blog: Recording) -> None:
    assert authorization(blog) == {
        "GET /posts": "NONE",
        "GET /posts/{id}": "NONE",
        "HEAD /posts": "NONE",
        "HEAD /posts/{id}": "NONE",
        "POST /posts": "JWT",
        "DELETE /posts/{id}": "JWT",
        "ANY /posts": "NONE",
        "ANY /posts/{id}": "NONE",
        "$default": "NONE",
        "ANY /sign-in": "NONE",
        "ANY /sessions": "NONE",
        "ANY /sign-out": "NONE",
        "ANY /openapi.json": "NONE",
    }


def test_reading_needs_a_token_too_if_it_is_set_so(private_blog: Recording) -> None:
    routes = authorization(private_blog)
    own = [key for key in routes if "/posts" in key and not key.startswith("ANY")]
    assert len(own) == 6
    assert {routes[key] for key in own} == {"JWT"}


def test_tokens_are_good_that_the_issuer_gave_for_the_audience(blog: Recording) -> None:
    [authorizer] = blog.of_type("apigatewayv2/authorizer:Authorizer")
    assert authorizer["authorizerType"] == "JWT"
    assert authorizer["jwtConfiguration"] == {"issuer": "https://issuer.example", "audiences": ["blog"]}


def test_pages_of_other_origins_may_not_call_the_api_unless_they_are_listed(
    blog: Recording, private_blog: Recording
) -> None:
    [api] = blog.of_type("apigatewayv2/api:Api")
    assert "corsConfiguration" not in api.inputs
    [api] = private_blog.of_type("apigatewayv2/api:Api")
    assert api["corsConfiguration"]["allowOrigins"] == ["https://page.example"]
    assert "*" not in api["corsConfiguration"]["allowHeaders"]
    assert {"if-match", "if-none-match"} <= set(api["corsConfiguration"]["allowHeaders"])


def test_writing_is_throttled_more_than_reading(blog: Recording) -> None:
    [stage] = blog.of_type("apigatewayv2/stage:Stage")
    writing = {route["routeKey"]: route["throttlingRateLimit"] for route in stage["routeSettings"]}
    assert writing.keys() == {"POST /posts", "DELETE /posts/{id}"}
    assert max(writing.values()) < stage["defaultRouteSettings"]["throttlingRateLimit"]
    for key in writing:
        assert any(urn.endswith(f"-{key}") for urn in stage.dependencies)


def test_keys_of_repeated_requests_are_forgotten_by_themselves(blog: Recording) -> None:
    table = blog.one("dynamodb/table:Table", "blog-posts-idempotency-keys")
    assert table["ttl"] == {"attributeName": "expiresAt", "enabled": True}


def test_the_function_may_only_add_read_list_and_delete_posts(blog: Recording) -> None:
    table = blog.one("dynamodb/table:Table", "blog-posts")["arn"]
    allowed = {
        (action, resource)
        for statement in blog.statements("iam/rolePolicy:RolePolicy", "blog-posts")
        for action in statement["Action"]
        for resource in statement["Resource"]
        if resource == table or resource.startswith(f"{table}/")
    }
    assert allowed == {
        ("dynamodb:PutItem", table),
        ("dynamodb:GetItem", table),
        ("dynamodb:DeleteItem", table),
        ("dynamodb:Query", f"{table}/index/feed-index"),
        ("dynamodb:Query", f"{table}/index/topic-index"),
    }
