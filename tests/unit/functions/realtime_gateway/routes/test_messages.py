import pytest
from pydantic import ValidationError

from functions.realtime_gateway.routes.messages import Error, Subscribe, Subscribed, Unsubscribe
from functions.wire.field_errors import field_errors
from functions.wire.models import WireModel
from tests.unit.functions.realtime_gateway.world import POST_ID


@pytest.mark.parametrize(
    ("answer", "json"),
    [
        (
            Subscribed.of(Subscribe(action="subscribe", topic=" Summer ")),
            '{"type":"subscribed","topic":"Summer","topicKey":"summer"}',
        ),
        (Error(message="No."), '{"type":"error","message":"No."}'),
    ],
)
def test_an_answer_has_its_type_first_and_only_what_applies(answer: WireModel, json: str) -> None:
    assert answer.to_json() == json


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
