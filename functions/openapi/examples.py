"""Examples for the document. They are models, so they keep the rules."""

from functions.posts.cursor import write_cursor
from functions.posts.models import ListedPost, PostDraft, PostPage, PublishedPost
from functions.sessions.models import Session, SessionRequest
from functions.subscriptions.models import TopicSubscription
from functions.tickets.models import Ticket
from functions.wire_model import WireModel

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
    token="eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl",  # noqa: S106 (no secret: it says nothing)
    expires_at="2026-03-01T10:30:00.000Z",
)


class OpenapiDocument(WireModel, extra="allow"):
    """A description of this API.

    Attributes:
        openapi: The version of the OpenAPI Specification that it follows.
    """

    openapi: str


DOCUMENT = OpenapiDocument(openapi="3.1.1")
