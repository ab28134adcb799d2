"""Enriching a post with the entities that its body names."""

from functions.domain.events import BlogPostCreated
from functions.domain.post import PostStatus
from functions.domain.post_store import PostStore
from functions.event_pipeline.recognition.comprehend import Recognizer


def enrich(event: BlogPostCreated, posts: PostStore, recognizer: Recognizer) -> None:
    """Enriches the post of an event, unless that was done before or the post is gone.

    Args:
        event: Says that there is a new post.
        posts: Where its body is, and its entities go.
        recognizer: Finds the entities.
    """
    post = posts.find(event.post.id)
    if post is not None and post.status == PostStatus.NEW:
        posts.enrich(post.id, recognizer.find_entities(post.body))
