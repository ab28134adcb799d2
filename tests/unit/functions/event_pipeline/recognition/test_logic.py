import json

import pytest
from pydantic_core import to_json

from functions.domain.events import BlogPostCreated, BlogPostEnriched, PostSummary
from functions.domain.post import Entities, Post
from functions.event_pipeline.recognition.comprehend import Recognizer
from functions.event_pipeline.recognition.logic import MAXIMUM_BYTES, enrich
from functions.realtime_gateway.messages import EnrichedPost
from functions.runtime.items import read_item
from tests.events import load_event
from tests.stores.in_memory import Posts

EVENT = BlogPostCreated.from_bus(json.dumps(load_event("blog_post_created")))
NEW = Post.model_validate(read_item(load_event("stream_insert")["dynamodb"]["NewImage"]))
ENRICHED = Post.model_validate(read_item(load_event("stream_modify")["dynamodb"]["NewImage"]))


class Words(Recognizer):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def find_entities(self, text: str) -> Entities:
        self.texts.append(text)
        return {"others": text.split()}


def test_a_new_post_gets_the_entities_of_its_body() -> None:
    posts = Posts(NEW)
    enrich(EVENT, posts, Words())
    found = posts.find(NEW.id)
    assert found is not None
    assert found.entities == {"others": NEW.body.split()}


def test_a_redelivered_event_changes_nothing_and_costs_nothing() -> None:
    posts, recognizer = Posts(ENRICHED), Words()
    enrich(EVENT, posts, recognizer)
    assert posts.find(ENRICHED.id) == ENRICHED
    assert recognizer.texts == []


def test_a_post_that_is_gone_is_done() -> None:
    posts, recognizer = Posts(), Words()
    enrich(EVENT, posts, recognizer)
    assert posts.rows == {}
    assert recognizer.texts == []


class Many(Recognizer):
    """Finds more than a post has room for."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = kinds

    def find_entities(self, text: str) -> Entities:
        words = [f'"{number:05}"' for number in range(20_000)]
        return {kind: [text, *words] for kind in self._kinds}


@pytest.mark.parametrize("kinds", [["dates"], ["dates", "persons", "titles"]])
def test_a_post_with_too_many_entities_gets_the_first_of_each_kind_and_a_mark_that_there_are_more(
    kinds: list[str],
) -> None:
    posts = Posts(NEW)
    enrich(EVENT, posts, Many(*kinds))
    entities = posts.rows[NEW.id].entities or {}
    assert 0.8 * MAXIMUM_BYTES < len(to_json(entities)) <= MAXIMUM_BYTES
    assert sorted(entities) == sorted(kinds)
    assert all(found[0] == NEW.body for found in entities.values())
    assert posts.rows[NEW.id].more_entities


def test_one_entity_that_has_no_room_is_left_out() -> None:
    body = '"' * 100_000
    posts = Posts(NEW.model_copy(update={"body": body}))

    class Whole(Words):
        def find_entities(self, text: str) -> Entities:
            return {"others": [text]}

    enrich(EVENT, posts, Whole())
    assert posts.rows[NEW.id].entities == {}
    assert posts.rows[NEW.id].more_entities


def test_whatever_is_in_a_post_its_event_and_its_message_fit_their_limits() -> None:
    # Four bytes each, or two once they are escaped; a topic's key may be longer than the topic.
    long = {"author": "😀" * 100, "title": '"' * 200, "topic": "ﷺ" * 31}
    entities = {"others": ["x" * (MAXIMUM_BYTES - len('{"others":[""]}'))]}
    post = NEW.model_copy(update={**long, "entities": entities, "more_entities": True})
    assert len(to_json(post.entities)) == MAXIMUM_BYTES
    event = BlogPostEnriched(
        id="c" * 32,
        time=post.created_at,
        post=PostSummary.of(post),
        entities=entities,
        more_entities=True,
    )
    envelope = len(json.dumps(load_event("blog_post_enriched")))
    assert len(event.to_json().encode()) + envelope < 256 * 1024
    assert len(EnrichedPost.of(event).to_json().encode()) < 128 * 1024
    # DynamoDB counts names and values in UTF-8; the longest body has 100,000 bytes.
    assert len(post.to_json().encode()) + 100_000 < 400 * 1024
