"""Lambda handler of `/posts` and `/posts/{id}`, and of unknown paths."""

import os
import re
from functools import cache
from typing import TYPE_CHECKING

from functions.blog_api.posts.feed import Feed
from functions.blog_api.posts.logic import (
    IdempotencyKeyReusedError,
    Submission,
    create_post,
    create_post_once,
    list_posts,
)
from functions.blog_api.posts.models import PostDraft, PostQuery, PublishedPost
from functions.blog_api.posts.store import IdempotencyKeyInUseError, NewPostStore
from functions.domain.post import Post, is_post_id
from functions.domain.post_store import NotTheAuthorError, PostChangedError, PostStore
from functions.runtime import environment, log
from functions.runtime.clients import make_client
from functions.web.conditional import check_preconditions, conditional_response, is_conditional
from functions.web.handler import http_handler
from functions.web.problem import ProblemError, method_not_allowed, not_found
from functions.web.request import HttpRequest
from functions.web.response import HttpResponse

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the paths `/posts` and `/posts/{id}`, and the route `$default`."""
    match request.path, request.method:
        case "/posts", "POST":
            return _create(request)
        case "/posts", "GET":
            return conditional_response(request, _list(request))
        case "/posts", _:
            raise method_not_allowed("GET", "POST")
        case "/posts/{id}", "GET":
            return conditional_response(request, _represent(_find(_post_id(request))))
        case "/posts/{id}", "DELETE":
            return _delete(request)
        case "/posts/{id}", _:
            raise method_not_allowed("GET", "DELETE")
        case _:
            raise not_found()


def _list(request: HttpRequest) -> str:
    return list_posts(request.parse_query(PostQuery), _feed()).to_json()


def _create(request: HttpRequest) -> HttpResponse:
    subject = request.subject
    key = request.headers.get("idempotency-key")
    if key is None:
        post = create_post(_submission(request, subject), _new_posts())
    else:
        post = _create_once(request, subject, key)
    log.add(postId=post.id)
    # Relative on purpose (RFC 9110, 10.2.2): the function does not know under which stage or base path it is
    # served.
    location = f"posts/{post.id}"
    return HttpResponse(201, _represent(post), headers={"location": location})


def _create_once(request: HttpRequest, subject: str, key: str) -> Post:
    # The status codes are those of draft-ietf-httpapi-idempotency-key-header-07 (Error Scenarios).
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise ProblemError(400, "The header idempotency-key must have 1 to 255 visible ASCII characters.")
    try:
        return create_post_once(_submission(request, subject), key, _new_posts())
    except IdempotencyKeyReusedError as error:
        raise ProblemError(422, "This idempotency-key was used with another body.") from error
    except IdempotencyKeyInUseError as error:
        raise ProblemError(
            409, "Another request with this idempotency-key is under way.", headers={"retry-after": "1"}
        ) from error


def _submission(request: HttpRequest, subject: str) -> Submission:
    draft = request.parse(PostDraft)
    if is_conditional(request):
        check_preconditions(request, _list(request))
    return Submission(draft, subject, request.traceparent)


def _represent(post: Post) -> str:
    return PublishedPost.of(post).to_json()


def _find(post_id: str) -> Post:
    post = _posts().find(post_id)
    if post is None:
        raise not_found()
    return post


def _delete(request: HttpRequest) -> HttpResponse:
    post_id, subject, status = _post_id(request), request.subject, None
    if is_conditional(request):
        post = _find(post_id)
        status = post.status
        if post.subject == subject:  # else the refusal comes first (RFC 9110, 13.2.1)
            check_preconditions(request, _represent(post))
    try:
        was_there = _posts().delete(post_id, subject, status)
    except NotTheAuthorError as error:
        raise ProblemError(403, "Only who posted it can delete a post.") from error
    except PostChangedError as error:
        raise ProblemError(
            412, "The post has changed since its preconditions were checked: try again."
        ) from error
    if not was_there:
        raise not_found()
    return HttpResponse(204)


def _post_id(request: HttpRequest) -> str:
    post_id = request.path_parameters["id"].upper()  # https://github.com/ulid/spec: case makes no difference
    if not is_post_id(post_id):
        raise not_found()
    log.add(postId=post_id)
    return post_id


@cache
def _dynamodb() -> "DynamoDBClient":
    return make_client("dynamodb")


@cache
def _posts() -> PostStore:
    return PostStore(_dynamodb(), os.environ[environment.POSTS_TABLE])


@cache
def _new_posts() -> NewPostStore:
    return NewPostStore(
        _dynamodb(), os.environ[environment.POSTS_TABLE], os.environ[environment.IDEMPOTENCY_TABLE]
    )


@cache
def _feed() -> Feed:
    return Feed(_dynamodb(), os.environ[environment.POSTS_TABLE])
