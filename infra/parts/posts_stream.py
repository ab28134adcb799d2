"""Stream of a table of posts: the table that it belongs to, and a check of a table that a program brings."""

from collections.abc import Iterator

import pulumi
import pulumi_aws as aws

from functions.domain.tables import POSTS
from infra.parts.arguments import ArgumentError, Problem

_BOTH_IMAGES = "NEW_AND_OLD_IMAGES"


def table_arn(stream_arn: str) -> str:
    """Cuts the table's ARN out of `arn:aws:dynamodb:…:table/posts/stream/2026-…`."""
    return stream_arn.partition("/stream/")[0]


def table_name(stream_arn: str) -> str:
    """Cuts the table's name out of it."""
    return table_arn(stream_arn).rpartition("/")[2]


def check_posts_stream(component: pulumi.ComponentResource, stream_arn: str) -> None:
    """Looks an existing table up, also in previews, and checks that posts can be read from its stream.

    Args:
        component: The component whose argument `posts_stream_arn` the stream is.
        stream_arn: The stream's ARN.

    Raises:
        ArgumentError: The table is in another region, has another stream or none, or another key.
    """
    reasons = [*_mismatches(component, stream_arn)]
    if reasons:
        problems = [Problem(("posts_stream_arn",), reason) for reason in reasons]
        raise ArgumentError(type(component).__name__, problems)


def _mismatches(component: pulumi.ComponentResource, stream_arn: str) -> Iterator[str]:
    opts = pulumi.InvokeOptions(parent=component)
    region, own_region = stream_arn.split(":")[3], aws.get_region(opts=opts).region
    if region != own_region:
        yield f"must be in the stack's region, {own_region}, not in {region}"
        return
    table = aws.dynamodb.get_table(name=table_name(stream_arn), opts=opts)
    if not table.stream_enabled:
        yield f"the table {table.name} has no stream"
    elif table.stream_arn not in (stream_arn, None):  # a preview without an account does not know it
        yield f"must be the stream that the table has now, {table.stream_arn}"
    elif table.stream_view_type != _BOTH_IMAGES:
        yield f"the stream must have new and old images, {_BOTH_IMAGES}, not {table.stream_view_type}"
    key = [one for one in (table.hash_key, table.range_key) if one]
    if key != [POSTS.hash_key]:
        yield f"the table's key must be {POSTS.hash_key} alone, not {' and '.join(key)}"
    elif (POSTS.hash_key, "S") not in {(one.name, one.type) for one in table.attributes}:
        yield f"the table's key {POSTS.hash_key} must be a string"
