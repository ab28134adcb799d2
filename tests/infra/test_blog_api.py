"""`BlogApi` on its own."""

import pytest

from infra.blog_api import BlogApi
from infra.packaging import Platform
from tests.infra.recording import Recording, record


@pytest.fixture(scope="module")
def blog() -> Recording:
    return record(lambda: BlogApi("blog", {"functions": {"platform": Platform.HOST}}))


def test_posts_are_kept_safe_unless_told_otherwise(blog: Recording) -> None:
    table = blog.one("dynamodb/table:Table", "blog-posts")
    assert table["deletionProtectionEnabled"] is True
    assert table["pointInTimeRecovery"] == {"enabled": True}


def test_the_stream_tells_what_a_post_was_and_what_it_is(blog: Recording) -> None:
    table = blog.one("dynamodb/table:Table", "blog-posts")
    assert table["streamEnabled"] is True
    assert table["streamViewType"] == "NEW_AND_OLD_IMAGES"


def test_every_method_and_path_reaches_the_function(blog: Recording) -> None:
    routes = {route["routeKey"] for route in blog.of_type("apigatewayv2/route:Route")}
    assert routes == {"ANY /posts", "ANY /posts/{id}", "$default"}


def test_the_function_may_write_and_read_posts_and_nothing_else(blog: Recording) -> None:
    table = blog.one("dynamodb/table:Table", "blog-posts")
    statements = list(blog.statements("iam/rolePolicy:RolePolicy", "blog-posts-function-role"))
    on_dynamodb = [s for s in statements if s["Action"][0].startswith("dynamodb:")]
    assert on_dynamodb == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:PutItem", "dynamodb:GetItem"],
            "Resource": [table["arn"]],
        }
    ]
    assert len(statements) == 2  # the other one writes the log
