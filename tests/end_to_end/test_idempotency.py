"""Requests that are sent again."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx

from tests.end_to_end.client import Blog
from tests.end_to_end.conftest import SignIn

DRAFT = {"author": "Joe", "title": "Once", "body": "I love Spain", "topic": "idempotency"}


def post(blog: Blog, key: str, **changes: str) -> httpx.Response:
    return blog.http.post("/posts", json={**DRAFT, **changes}, headers={"idempotency-key": key})


def test_the_same_request_again_gets_the_first_answer_and_creates_nothing(blog: Blog) -> None:
    key, topic = str(uuid4()), str(uuid4())
    first, again = post(blog, key, topic=topic), post(blog, key, topic=topic)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert len(blog.http.get("/posts", params={"topic": topic}).json()["posts"]) == 1


def test_another_body_with_the_same_key_is_refused(blog: Blog) -> None:
    key = str(uuid4())
    assert post(blog, key).status_code == 201
    refused = post(blog, key, title="Twice")
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


def test_two_at_once_create_one_post(blog: Blog) -> None:
    key, topic = str(uuid4()), str(uuid4())
    with ThreadPoolExecutor(4) as clients:
        answers = list(clients.map(lambda _: post(blog, key, topic=topic), range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(blog.http.get("/posts", params={"topic": topic}).json()["posts"]) == 1


def test_keys_of_different_people_do_not_meet(blog: Blog, sign_in: SignIn) -> None:
    key = str(uuid4())
    mine = post(blog, key)
    theirs = blog.http.post(
        "/posts", json=DRAFT, headers={"idempotency-key": key, **sign_in("ann@example.com")}
    )
    assert theirs.status_code == 201
    assert theirs.json()["id"] != mine.json()["id"]
