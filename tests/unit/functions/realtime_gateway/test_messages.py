import pytest

from functions.realtime_gateway.messages import CreatedPost, EnrichedPost, RemovedPost
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
    ],
)
def test_a_message_has_its_type_first_and_only_what_applies(message: WireModel, json: str) -> None:
    assert message.to_json() == json


def test_the_stages_are_those_of_a_post_s_life() -> None:
    assert CreatedPost.stage < EnrichedPost.stage < RemovedPost.stage
