"""Examples in the contracts. They are models, so they keep the rules."""

from functions.blog_api.posts.cursor import write_cursor
from functions.blog_api.posts.models import ListedPost, PostDraft, PostPage, PublishedPost
from functions.blog_api.sessions.models import Session, SessionRequest
from functions.domain.events import (
    BlogPostCreated,
    BlogPostEnriched,
    BlogPostRemoved,
    PostReference,
    PostSummary,
)
from functions.event_pipeline.email_subscriptions.models import TopicSubscription
from functions.realtime_gateway.messages import CreatedPost, EnrichedPost, RemovedPost
from functions.realtime_gateway.routes.messages import (
    Error,
    Ping,
    Pong,
    Subscribe,
    Subscribed,
    Unsubscribe,
    Unsubscribed,
)
from functions.realtime_gateway.tickets.models import Ticket
from functions.wire.models import WireModel

_ID = "01KJMBQDE00000000000000J0E"
_CREATED_AT = "2026-03-01T09:30:00.000Z"
_ENTITIES = {"locations": ["Spain"], "persons": ["Joe"]}

DRAFT = PostDraft(
    author="Joe", title="My trip", body="Hi, I am Joe and I love travelling to Spain", topic="Summer"
)
NEW_POST = PublishedPost(id=_ID, created_at=_CREATED_AT, **DRAFT.model_dump())
ENRICHED_POST = NEW_POST.model_copy(update={"entities": _ENTITIES})
PAGE = PostPage(
    posts=[ListedPost.model_validate(ENRICHED_POST, from_attributes=True)], cursor=write_cursor(_ID)
)
SUBSCRIPTION = TopicSubscription(email="joe@example.com", topics=["Summer"])
TICKET = Ticket(ticket="x" * 43, expires_at="2026-03-01T09:31:00.000Z")

# From RFC 7636, appendix B.
SESSION_REQUEST = SessionRequest.model_validate(
    {
        "code": "SplxlOBeZQQYbYS6WxSbIA",
        "codeVerifier": "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "redirectUri": "https://blog.example.com/",
    }
)
SESSION = Session(
    token="eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl",  # noqa: S106 - it says nothing
    expires_at="2026-03-01T10:30:00.000Z",
)


class OpenapiDocument(WireModel, extra="allow"):
    """A description of this API.

    Attributes:
        openapi: The version of the OpenAPI Specification that it follows.
    """

    openapi: str


DOCUMENT = OpenapiDocument(openapi="3.1.1")

_SUMMARY = PostSummary(
    id=_ID, created_at=_CREATED_AT, author="Joe", title="My trip", topic="Summer", topic_key="summer"
)
_CREATED = BlogPostCreated(id="c4ca4238a0b923820dcc509a6f75849b", time=_CREATED_AT, post=_SUMMARY)
_ENRICHED = BlogPostEnriched(
    id="c81e728d9d4c2f636f067f89cc14862c",
    time="2026-03-01T09:30:01.000Z",
    post=_SUMMARY,
    entities=_ENTITIES,
)
_REMOVED = BlogPostRemoved(
    id="eccbc87e4b5ce2fe28308fd9f2a7baf3",
    time="2026-03-02T08:00:00.000Z",
    post=PostReference(id=_ID, created_at=_CREATED_AT, topic="Summer", topic_key="summer"),
)
_SUBSCRIBE = Subscribe(action="subscribe", topic="Summer")
_UNSUBSCRIBE = Unsubscribe(action="unsubscribe", topic="Summer")

MESSAGES: dict[type[WireModel], WireModel] = {
    BlogPostCreated: _CREATED,
    BlogPostEnriched: _ENRICHED,
    BlogPostRemoved: _REMOVED,
    Subscribe: _SUBSCRIBE,
    Subscribed: Subscribed.of(_SUBSCRIBE),
    Unsubscribe: _UNSUBSCRIBE,
    Unsubscribed: Unsubscribed.of(_UNSUBSCRIBE),
    Ping: Ping(action="ping"),
    Pong: Pong(),
    CreatedPost: CreatedPost.of(_CREATED),
    EnrichedPost: EnrichedPost.of(_ENRICHED),
    RemovedPost: RemovedPost.of(_REMOVED),
    Error: Error(message="exactly one of postId and topic is required", action="subscribe"),
}
