import pytest
from pydantic import ValidationError

from functions.field_errors import field_errors
from functions.websocket.messages import Error, Subscribe
from tests.unit.functions.websocket.world import MESSAGE, POST_ID


def test_the_message_about_an_enriched_post_is_as_documented() -> None:
    assert MESSAGE.to_json() == (
        f'{{"type":"blogPostEnriched","id":"{POST_ID}","createdAt":"2026-03-01T09:30:00.000Z","author":"Joe",'
        '"title":"My trip","topic":"Summer","entities":{"locations":["Spain"],"persons":["Joe"]}}'
    )


def test_an_error_has_only_what_applies() -> None:
    assert Error(message="No.").to_json() == '{"type":"error","message":"No."}'


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"postId": "1"}, "postId", "must be the id of a post (a ULID)"),
        ({"postId": 1}, "postId", "must be a string"),
        ({"topic": "summer"}, "topic", "is not a known field"),
    ],
)
def test_a_bad_subscription_is_told_its_broken_rule(
    changes: dict[str, object], field: str, rule: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Subscribe.model_validate({"action": "subscribe", "postId": POST_ID, **changes})
    assert field_errors(caught.value) == [{"field": field, "rule": rule}]
