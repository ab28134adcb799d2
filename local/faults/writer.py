"""Writer of posts, who sends each again until it is answered, as a good client does."""

import time
from http import HTTPStatus
from typing import NamedTuple
from uuid import uuid4

import httpx

_ATTEMPTS = 12
_PAUSE_SECONDS = 0.1  # and as much more each time
_PASSING = {  # what another attempt may get past
    HTTPStatus.CONFLICT,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}


class Post(NamedTuple):
    """A post that was answered."""

    id: str
    title: str
    topic: str


def write_post(http: httpx.Client, title: str, topic: str) -> Post | None:
    """Posts, with an idempotency key that makes a second attempt harmless.

    Args:
        http: A client of the HTTP API, with a token.
        title: The post's title.
        topic: The post's topic.

    Returns:
        The post; None if there was no good answer in the end. Then nobody was promised anything.
    """
    draft = {"author": "Joe", "title": title, "body": "Hi, I am Joe and I love Spain", "topic": topic}
    headers = {"idempotency-key": uuid4().hex}
    for attempt in range(_ATTEMPTS):
        time.sleep(attempt * _PAUSE_SECONDS)
        answer = http.post("/posts", json=draft, headers=headers)
        if answer.status_code not in _PASSING:
            return Post(answer.raise_for_status().json()["id"], title, topic)
    return None
