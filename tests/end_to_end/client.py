"""A client of the deployed endpoints, as developers write them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

PATIENCE = 30
"""Seconds to wait for anything that must come: a failure must not look like a slow machine."""


class Realtime:
    """A WebSocket connection to the blog."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def send(self, message: object) -> None:
        """Sends a message: text as it is, anything else as JSON."""
        self._connection.send(message if isinstance(message, str) else json.dumps(message))

    def receive(self) -> Any:  # noqa: ANN401 - a message is any JSON
        """Waits for the next message."""
        return json.loads(self._connection.recv(PATIENCE))

    def subscribe(self, post_id: str) -> None:
        """Subscribes to a post and waits for the acknowledgement."""
        self.send({"action": "subscribe", "postId": post_id})
        assert self.receive() == {"type": "subscribed", "postId": post_id}

    def close(self) -> None:
        """Leaves."""
        self._connection.close()


class Blog:
    """The blog's endpoints."""

    def __init__(self, api_url: str, websocket_url: str, token: str) -> None:
        self.http = httpx.Client(
            base_url=api_url,
            headers={"authorization": f"Bearer {token}"},
            timeout=PATIENCE,
            trust_env=False,
        )
        self._websocket_url = websocket_url

    def post(self, **fields: str) -> dict[str, Any]:
        """Posts Joe's post, with some fields changed. Returns the answer."""
        draft = {
            "author": "Joe",
            "title": "My trip",
            "body": "Hi, I am Joe and I love Spain",
            "topic": "summer",
        }
        answer = self.http.post("/posts", json={**draft, **fields})
        assert answer.status_code == httpx.codes.CREATED, answer.text
        created: dict[str, Any] = answer.json()
        return created

    def read(self, post_id: str) -> dict[str, Any]:
        """Reads a post."""
        answer: dict[str, Any] = self.http.get(f"/posts/{post_id}").raise_for_status().json()
        return answer

    def delete(self, post_id: str) -> None:
        """Deletes a post."""
        assert self.http.delete(f"/posts/{post_id}").status_code == httpx.codes.NO_CONTENT

    @contextmanager
    def realtime(self) -> Iterator[Realtime]:
        """Opens a WebSocket connection for the length of a block."""
        ticket = self.http.post("/tickets").raise_for_status().json()["ticket"]
        url = f"{self._websocket_url}?ticket={ticket}"
        with connect(url, open_timeout=PATIENCE, proxy=None) as connection:
            yield Realtime(connection)

    def wait_until_enriched(self, post_id: str) -> dict[str, Any]:
        """Waits for a post's entities, as a client does. Returns the message that brings them."""
        with self.realtime() as realtime:
            realtime.subscribe(post_id)
            message: dict[str, Any] = realtime.receive()
            return message
