"""Examples of the messages. They are models, so they keep the rules."""

from functions.events import BlogPostCreated, BlogPostEnriched, PostSummary
from functions.websocket.messages import (
    CreatedPost,
    EnrichedPost,
    Error,
    Ping,
    Pong,
    Subscribe,
    Subscribed,
    Unsubscribe,
    Unsubscribed,
)
from functions.wire_model import WireModel

_POST = PostSummary(
    id="01KJMBQDE00000000000000J0E",
    created_at="2026-03-01T09:30:00.000Z",
    author="Joe",
    title="My trip",
    topic="Summer",
    topic_key="summer",
)
_CREATED = BlogPostCreated(id="c4ca4238a0b923820dcc509a6f75849b", time="2026-03-01T09:30:00.000Z", post=_POST)
_ENRICHED = BlogPostEnriched(
    id="c81e728d9d4c2f636f067f89cc14862c",
    time="2026-03-01T09:30:01.000Z",
    post=_POST,
    entities={"locations": ["Spain"], "persons": ["Joe"]},
)
_SUBSCRIBE = Subscribe(action="subscribe", topic="Summer")
_UNSUBSCRIBE = Unsubscribe(action="unsubscribe", topic="Summer")

EXAMPLES: dict[type[WireModel], WireModel] = {
    BlogPostCreated: _CREATED,
    BlogPostEnriched: _ENRICHED,
    Subscribe: _SUBSCRIBE,
    Subscribed: Subscribed.of(_SUBSCRIBE),
    Unsubscribe: _UNSUBSCRIBE,
    Unsubscribed: Unsubscribed.of(_UNSUBSCRIBE),
    Ping: Ping(action="ping"),
    Pong: Pong(),
    CreatedPost: CreatedPost.of(_CREATED),
    EnrichedPost: EnrichedPost.of(_ENRICHED),
    Error: Error(message="exactly one of postId and topic is required", action="subscribe"),
}
