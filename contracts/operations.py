"""Operations of the HTTP API, as its document tells them."""

from dataclasses import dataclass

from pydantic import BaseModel

from contracts import examples
from functions.blog_api.posts.models import PostQuery
from functions.blog_api.sessions.models import SignIn, SignOut


@dataclass(frozen=True)
class Answer:
    """How an operation answers when all is well.

    Attributes:
        status: The HTTP status code.
        description: What it means.
        body: What is in the body, by an example; `None` for an empty one.
        headers: Which of the document's headers come with it.
    """

    status: int
    description: str
    body: BaseModel | None = None
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One thing that the API can do.

    Attributes:
        name: Names it for generated clients.
        method: The HTTP method.
        path: The path.
        summary: What it does, in a few words.
        description: What else to know.
        answers: How it answers when all is well.
        problems: The status codes of the problems that it answers, beside those that any request may meet.
        token: Whether it needs a bearer token; `None` if that is the stack's setting.
        parameters: Which of the document's parameters it takes.
        query: The query's parameters.
        body: The request's body, by an example.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    answers: tuple[Answer, ...]
    problems: tuple[int, ...]
    token: bool | None
    parameters: tuple[str, ...] = ()
    query: type[BaseModel] | None = None
    body: BaseModel | None = None


_CONDITIONAL = ("ETag", "Cache-Control")
_UNCHANGED = Answer(304, "The client has it already.", headers=_CONDITIONAL)
_PRECONDITIONS = ("IfMatch", "IfNoneMatch")

OPERATIONS = (
    Operation(
        name="createPost",
        method="post",
        path="/posts",
        summary="Write a post",
        description=(
            "The entities that its body names are found a moment later. With an `Idempotency-Key`, a request"
            " whose answer was lost can safely be repeated: for 24 hours, the same key and body get the first"
            " answer again, and no second post is made."
        ),
        parameters=("IdempotencyKey", *_PRECONDITIONS),
        body=examples.DRAFT,
        answers=(Answer(201, "The post.", examples.NEW_POST, ("Location",)),),
        problems=(400, 401, 409, 412, 413, 415, 422),
        token=True,
    ),
    Operation(
        name="listPosts",
        method="get",
        path="/posts",
        summary="List posts, newest first",
        description=(
            "Posts come without their bodies. A page may have fewer posts than `limit`, even none:"
            " the last page is the one without a `cursor`. A new post is listed a moment after it was made."
        ),
        parameters=_PRECONDITIONS,
        query=PostQuery,
        answers=(Answer(200, "A page of posts.", examples.PAGE, _CONDITIONAL), _UNCHANGED),
        problems=(400, 412),
        token=None,
    ),
    Operation(
        name="readPost",
        method="get",
        path="/posts/{id}",
        summary="Read a post",
        description="It has `entities` once they are known.",
        parameters=("PostId", *_PRECONDITIONS),
        answers=(Answer(200, "The post.", examples.ENRICHED_POST, _CONDITIONAL), _UNCHANGED),
        problems=(400, 404, 412),
        token=None,
    ),
    Operation(
        name="deletePost",
        method="delete",
        path="/posts/{id}",
        summary="Delete a post",
        description=(
            "Only who posted it can: the token's subject. Those who follow it or its topic are told, and"
            " what is kept of it elsewhere is forgotten, a moment later. Emails that were sent stay sent."
            " With `If-Match`, it is deleted only if it still is what its reader saw."
        ),
        parameters=("PostId", *_PRECONDITIONS),
        answers=(Answer(204, "It is deleted."),),
        problems=(400, 401, 403, 404, 412),
        token=True,
    ),
    Operation(
        name="subscribe",
        method="post",
        path="/subscriptions",
        summary="Get mails about topics",
        description=(
            "Sets the topics of one's own address: the one that the token proves. SNS asks a new address by"
            " mail to confirm."
        ),
        body=examples.SUBSCRIPTION,
        answers=(Answer(202, "The subscription, in effect once it is confirmed.", examples.SUBSCRIPTION),),
        problems=(400, 401, 403, 409, 412, 413, 415, 422),
        token=True,
    ),
    Operation(
        name="createTicket",
        method="post",
        path="/tickets",
        summary="Get a ticket for a WebSocket connection",
        description="It opens one connection, at `{websocketUrl}?ticket={ticket}`, within a minute.",
        answers=(Answer(201, "The ticket.", examples.TICKET, ("Cache-Control",)),),
        problems=(400, 401, 412),
        token=True,
    ),
    Operation(
        name="signIn",
        method="get",
        path="/sign-in",
        summary="Begin to sign in",
        description=(
            "Sends the browser to the issuer's sign-in page: the authorization code flow of OpenID Connect,"
            " with PKCE. It comes back to `redirectUri` with `code` and `state`."
        ),
        query=SignIn,
        answers=(Answer(302, "The sign-in page.", headers=("Location", "Cache-Control")),),
        problems=(400, 502),
        token=False,
    ),
    Operation(
        name="createSession",
        method="post",
        path="/sessions",
        summary="End signing in",
        description="Exchanges the code for a bearer token.",
        body=examples.SESSION_REQUEST,
        answers=(Answer(201, "The token.", examples.SESSION, ("Cache-Control",)),),
        problems=(400, 401, 412, 413, 415, 422, 502),
        token=False,
    ),
    Operation(
        name="signOut",
        method="get",
        path="/sign-out",
        summary="Sign out",
        description=(
            "Sends the browser to where the issuer ends its session, and from there to `redirectUri`: the"
            " next person at it would else be signed in without a password. The token stays good until it is"
            " over."
        ),
        query=SignOut,
        answers=(Answer(302, "The issuer's page.", headers=("Location", "Cache-Control")),),
        problems=(400, 404, 502),
        token=False,
    ),
    Operation(
        name="readOpenapi",
        method="get",
        path="/openapi.json",
        summary="Read this document",
        description="",
        parameters=_PRECONDITIONS,
        answers=(Answer(200, "The document.", examples.DOCUMENT, _CONDITIONAL), _UNCHANGED),
        problems=(400, 412),
        token=False,
    ),
)
