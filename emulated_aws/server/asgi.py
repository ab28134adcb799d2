"""Plain HTTP exchanges in ASGI's terms."""

import json
from collections.abc import Awaitable, Callable, Iterable

from hypercorn.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope

HttpHandler = Callable[[HTTPScope, ASGIReceiveCallable, ASGISendCallable], Awaitable[None]]


async def read_json(receive: ASGIReceiveCallable) -> object:
    """Reads the body of a request as JSON, or None where it is none."""
    body, more = b"", True
    while more and (event := await receive())["type"] == "http.request":
        body, more = body + event["body"], event["more_body"]
    try:
        return json.loads(body)
    except ValueError:
        return None


async def respond(
    send: ASGISendCallable,
    status: int,
    body: bytes = b"",
    content_type: str = "text/plain; charset=utf-8",
    headers: Iterable[tuple[bytes, bytes]] = (),
) -> None:
    """Sends a whole response."""
    described = [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*described, *headers]})
    await send({"type": "http.response.body", "body": body, "more_body": False})
