"""Enriching a post with the entities that its body names."""

from pydantic_core import to_json

from functions.domain.events import BlogPostCreated
from functions.domain.post import Entities, PostStatus
from functions.domain.post_store import PostStore
from functions.event_pipeline.recognition.comprehend import Recognizer
from functions.runtime import log, metric
from functions.wire.traceparent import trace_id

# As many as a body may have. With this, a post fits DynamoDB's 400 KB, its event SQS's 256 KB, and its
# message API Gateway's 128 KB, whatever else they carry.
MAXIMUM_BYTES = 100_000


def enrich(event: BlogPostCreated, posts: PostStore, recognizer: Recognizer) -> None:
    """Enriches the post of an event, unless that was done before or the post is gone.

    Args:
        event: Says that there is a new post.
        posts: Where its body is, and its entities go.
        recognizer: Finds the entities.
    """
    log.add(postId=event.post.id, correlation_id=trace_id(event.traceparent))
    post = posts.find(event.post.id)
    if post is None or post.status != PostStatus.NEW:
        log.info("nothing to enrich")
        return
    found = recognizer.find_entities(post.body)
    entities = _within_size(found)
    posts.enrich(post.id, entities, more=entities != found)
    log.info("post enriched")
    metric.delay("EnrichmentDelay", since=post.created_at)
    metric.count("EntitiesFound", sum(map(len, entities.values())))


def _within_size(entities: Entities) -> Entities:
    """Shortens all lists alike, until their JSON has at most `MAXIMUM_BYTES`."""
    while (size := len(to_json(entities))) > MAXIMUM_BYTES:
        shorter = {kind: texts[: len(texts) * MAXIMUM_BYTES // size] for kind, texts in entities.items()}
        entities = {kind: texts for kind, texts in shorter.items() if texts}
    return entities
