import json

from functions.domain.events import BlogPostCreated
from functions.domain.post import Entities, Post
from functions.event_pipeline.recognition.comprehend import Recognizer
from functions.event_pipeline.recognition.logic import enrich
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
