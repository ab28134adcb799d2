"""The mailbox of everybody: each mail the emulated SNS sends, to read and to follow."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import count
from typing import TypedDict

from hypercorn.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

from emulated_aws.server.asgi import respond


class Mail(TypedDict):
    """One mail. Its keys are those of the JSON that the endpoints serve."""

    id: int
    """Counts up from 0 in order of arrival."""
    to: str
    subject: str
    body: str
    """Plain text, with the link in it."""
    links: dict[str, str]
    """What the reader can do: `{"confirm": url}` or `{"unsubscribe": url}`."""
    sentAt: str
    """ISO 8601, UTC."""


class Mailbox:
    """Keeps the mails of one run and tells followers of new ones.

    Args:
        loop: The event loop the endpoints are served on; mails may be delivered from any thread.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._mails: list[Mail] = []
        self._ids = count()
        self._followers: set[asyncio.Queue[Mail]] = set()

    def deliver(self, to: str, subject: str, body: str, links: dict[str, str]) -> None:
        """Puts a mail into the mailbox. Safe to call from any thread."""
        sent_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        mail = Mail(id=-1, to=to, subject=subject, body=body, links=links, sentAt=sent_at)
        self._loop.call_soon_threadsafe(self._keep, mail)

    def empty(self) -> None:
        """Throws all mails away. Safe to call from any thread."""
        self._loop.call_soon_threadsafe(self._mails.clear)

    def _keep(self, mail: Mail) -> None:
        mail["id"] = next(self._ids)
        self._mails.append(mail)
        for follower in self._followers:
            follower.put_nowait(mail)

    async def serve_list(
        self, _scope: HTTPScope, _receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Serves `GET /_local/mailbox`: a JSON list of the mails so far."""
        await respond(send, HTTPStatus.OK, json.dumps(self._mails).encode(), "application/json")

    async def serve_stream(
        self, _scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Serves `GET /_local/mailbox/stream`: Server-Sent Events, the mails so far and then each new one."""
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers})
        async with asyncio.TaskGroup() as group:
            writer = group.create_task(self._write_events(send))
            while (await receive())["type"] != "http.disconnect":
                pass
            writer.cancel()

    async def _write_events(self, send: ASGISendCallable) -> None:
        async for mail in self._mails_as_they_come():
            event = f"id: {mail['id']}\ndata: {json.dumps(mail)}\n\n".encode()
            await send({"type": "http.response.body", "body": event, "more_body": True})

    async def _mails_as_they_come(self) -> AsyncIterator[Mail]:
        incoming: asyncio.Queue[Mail] = asyncio.Queue()
        for mail in self._mails:
            incoming.put_nowait(mail)
        self._followers.add(incoming)
        try:
            while True:
                yield await incoming.get()
        finally:
            self._followers.discard(incoming)
