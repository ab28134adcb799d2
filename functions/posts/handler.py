"""`POST /posts` and `GET /posts/{id}`, and the answer to every path that has no function of its own."""

from functools import cache

import boto3
from ulid import ULID

from functions.http_handler import http_handler
from functions.http_request import HttpRequest
from functions.http_response import HttpResponse
from functions.post import is_post_id
from functions.post_store import PostStore
from functions.posts.logic import create_post
from functions.posts.models import PostDraft, PublishedPost
from functions.posts.settings import Settings
from functions.problem import method_not_allowed, not_found


@http_handler
def handle(request: HttpRequest) -> HttpResponse:
    """Serves the routes `ANY /posts`, `ANY /posts/{id}` and `$default`."""
    match request.route, request.method:
        case "ANY /posts", "POST":
            return _create(request)
        case "ANY /posts", _:
            raise method_not_allowed("POST")
        case "ANY /posts/{id}", "GET":
            return _read(request)
        case "ANY /posts/{id}", _:
            raise method_not_allowed("GET")
        case _:
            raise not_found()


def _create(request: HttpRequest) -> HttpResponse:
    post = create_post(request.parse(PostDraft), ULID(), _posts())
    # Relative on purpose (RFC 9110, 10.2.2): the function does not know under which stage or base path it is
    # served.
    location = f"posts/{post.id}"
    return HttpResponse(201, PublishedPost.of(post).to_json(), headers={"location": location})


def _read(request: HttpRequest) -> HttpResponse:
    post_id = request.path_parameters["id"]
    post = _posts().find(post_id) if is_post_id(post_id) else None
    if post is None:
        raise not_found()
    return HttpResponse(200, PublishedPost.of(post).to_json())


@cache
def _posts() -> PostStore:
    return PostStore(boto3.client("dynamodb"), Settings.from_environment().posts_table)
