import pytest
from pydantic import ValidationError

from functions.realtime_gateway.messages import (
    CreatedPost,
    EnrichedPost,
    Error,
    RemovedPost,
    Subscribe,
    Subscribed,
    Unsubscribe,
)
from functions.wire.field_errors import field_errors
from functions.wire.models import WireModel
from tests.unit.functions.realtime_gateway.world import CREATED, MESSAGE, POST_ID, REMOVED

POST = f'"id":"{POST_ID}","createdAt":"2026-03-01T09:30:00.000Z","topic":"Summer"'
WORDS = '"author":"Joe","title":"My trip"'
KEY = '"topicKey":"summer"'
ENTITIES = '"entities":{"locations":["Spain"],"persons":["Joe"]}'


@pytest.mark.parametrize(
    ("message", "json"),
    [
        (MESSAGE, f'{{"type":"blogPostEnriched",{POST},{WORDS},{ENTITIES},{KEY}}}'),
        (CreatedPost.of(CREATED.detail), f'{{"type":"blogPostCreated",{POST},{WORDS},{KEY}}}'),
        (RemovedPost.of(REMOVED.detail), f'{{"type":"blogPostRemoved",{POST},{KEY}}}'),
        (
            Subscribed.of(Subscribe(action="subscribe", topic=" Summer ")),
            f'{{"type":"subscribed","topic":"Summer",{KEY}}}',
        ),
        (Error(message="No."), '{"type":"error","message":"No."}'),
    ],
)
def test_a_message_has_its_type_first_and_only_what_applies(message: WireModel, json: str) -> None:
    assert message.to_json() == json


def test_the_stages_are_those_of_a_post_s_life() -> None:
    assert CreatedPost.stage < EnrichedPost.stage < RemovedPost.stage


@pytest.mark.parametrize("model", [Subscribe, Unsubscribe])
@pytest.mark.parametrize(
    ("content", "channel"),
    [
        ({"postId": POST_ID}, f"post#{POST_ID}"),
        ({"postId": POST_ID.lower()}, f"post#{POST_ID}"),
        ({"topic": "SUMMER"}, "topic#summer"),
    ],
)
def test_a_message_names_a_channel(
    model: type[Subscribe | Unsubscribe], content: dict[str, object], channel: str
) -> None:
    action = model.__name__.lower()
    assert model.model_validate({"action": action, **content}).channel == channel


@pytest.mark.parametrize(
    ("content", "field", "rule"),
    [
        ({"postId": "1"}, "postId", "must be the id of a post (a ULID)"),
        ({"postId": 1}, "postId", "must be a string"),
        ({"post_id": POST_ID}, "post_id", "is not a known field"),
        ({"topic": " "}, "topic", "must have 1 to 64 characters"),
        ({"topic": "summer", "post": "1"}, "post", "is not a known field"),
        ({}, "", "exactly one of postId and topic is required"),
        ({"postId": POST_ID, "topic": "summer"}, "", "exactly one of postId and topic is required"),
    ],
)
def test_a_bad_subscription_is_told_its_broken_rule(
    content: dict[str, object], field: str, rule: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Subscribe.model_validate({"action": "subscribe", **content})
    assert field_errors(caught.value) == [{"field": field, "rule": rule}]
