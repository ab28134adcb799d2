"""Check of a table of posts that a program brings."""

from typing import Any

import pulumi
import pytest

from infra.event_pipeline import EventPipeline
from infra.parts.arguments import ArgumentError
from preview.recording import Recording, record

STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"
GOOD = {
    "hashKey": "id",
    "rangeKey": "",
    "attributes": [{"name": "feedShard", "type": "N"}, {"name": "id", "type": "S"}],
    "streamEnabled": True,
    "streamArn": STREAM,
    "streamViewType": "NEW_AND_OLD_IMAGES",
}


def record_pipeline(stream_arn: str, table: dict[str, Any], *, is_preview: bool = False) -> Recording:
    """Records a pipeline of a table that is there."""
    return record(
        lambda: EventPipeline("events", {"posts_stream_arn": stream_arn}),
        answers={"aws:dynamodb/getTable:getTable": table},
        is_first_preview=is_preview,
    )


@pytest.mark.parametrize("is_preview", [False, True])
@pytest.mark.parametrize(
    ("stream_arn", "table", "reason"),
    [
        (STREAM, {"streamEnabled": False}, "the table posts has no stream"),
        (STREAM, {"streamViewType": "KEYS_ONLY"}, "NEW_AND_OLD_IMAGES, not KEYS_ONLY"),
        (STREAM, {"streamViewType": "NEW_IMAGE"}, "NEW_AND_OLD_IMAGES, not NEW_IMAGE"),
        (STREAM.replace("2026", "2025"), {}, f"the stream that the table has now, {STREAM}"),
        (STREAM.replace("123456789012", "210987654321"), {}, "the stream that the table has now"),
        (STREAM.replace("eu-west-1", "us-east-1"), {}, "the stack's region, eu-west-1, not in us-east-1"),
        (STREAM, {"hashKey": "postId"}, "must be id alone, not postId"),
        (STREAM, {"rangeKey": "createdAt"}, "must be id alone, not id and createdAt"),
        (STREAM, {"attributes": [{"name": "id", "type": "N"}]}, "id must be a string"),
    ],
)
def test_a_table_whose_posts_cannot_be_announced_is_refused_in_previews_too(
    stream_arn: str, table: dict[str, Any], reason: str, *, is_preview: bool
) -> None:
    with pytest.raises(ArgumentError) as refused:
        record_pipeline(stream_arn, {**GOOD, **table}, is_preview=is_preview)
    [problem] = refused.value.problems
    assert problem.path == ("posts_stream_arn",)
    assert reason in problem.reason


def test_all_that_is_wrong_with_a_table_is_said_at_once() -> None:
    with pytest.raises(ArgumentError) as refused:
        record_pipeline(STREAM, {**GOOD, "streamEnabled": False, "hashKey": "postId"})
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize("is_preview", [False, True])
def test_a_table_as_the_blog_makes_it_is_accepted(*, is_preview: bool) -> None:
    record_pipeline(STREAM, GOOD, is_preview=is_preview)


def test_the_table_of_an_output_is_not_looked_up() -> None:
    recording = record(
        lambda: EventPipeline("events", {"posts_stream_arn": pulumi.Output.from_input(STREAM)}),
        answers={"aws:dynamodb/getTable:getTable": {"streamEnabled": False}},
    )
    assert recording.of_type("lambda/eventSourceMapping:EventSourceMapping")
