"""Limits of WebSocket messages, which MiniStack has none of.

API Gateway closes a connection that sends a binary frame with 1003 (developer guide, "Binary media types for
WebSocket APIs"), and one that sends more than 128 KB in a message or 32 KB in a frame with 1009 ("Quotas for
configuring and running a WebSocket API"). A backend that sends too much is answered 413 (API reference,
"PostToConnection").

Delete when MiniStack keeps these limits.
"""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from hypercorn.protocol import ws_stream
from hypercorn.typing import ASGIReceiveCallable
from ministack.services import apigateway
from wsproto.events import Message
from wsproto.frame_protocol import CloseReason

_MAXIMUM_MESSAGE_BYTES = 128 * 1024
_MAXIMUM_FRAME_BYTES = 32 * 1024

_LARGEST_FRAME = "largestFrame"
"""Where the bytes of a message's largest frame are: ASGI tells nothing of frames."""

Event = dict[str, Any]


def install() -> None:
    """Measures frames in the server, and refuses messages on their way into and out of MiniStack."""
    handle_websocket = apigateway.handle_websocket
    handle_connections_api = apigateway.handle_connections_api

    async def handle_limited_websocket(
        scope: object,
        receive: ASGIReceiveCallable,
        send: Callable[[Event], Any],
        *args: object,
        **kwargs: object,
    ) -> None:
        async def receive_allowed() -> Event:
            event: Event = dict(await receive())
            code = _refusal(event) if event["type"] == "websocket.receive" else None
            if code is None:
                return event
            await send({"type": "websocket.close", "code": code})
            return {"type": "websocket.disconnect", "code": code}

        await handle_websocket(scope, receive_allowed, send, *args, **kwargs)

    async def handle_limited_connections_api(*request: Any) -> tuple[int, dict[str, str], bytes]:  # noqa: ANN401 - passed on
        *_, body, _headers = request
        if len(body) > _MAXIMUM_MESSAGE_BYTES:
            answered = {"Content-Type": "application/json", "x-amzn-ErrorType": "PayloadTooLargeException"}
            message = f"The data has more than {_MAXIMUM_MESSAGE_BYTES} bytes."
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, answered, json.dumps({"message": message}).encode()
        return await handle_connections_api(*request)  # type: ignore[no-any-return] # MiniStack is untyped

    ws_stream.WebsocketBuffer = _MeasuringBuffer  # type: ignore[misc] # the name is the server's
    apigateway.handle_websocket = handle_limited_websocket
    apigateway.handle_connections_api = handle_limited_connections_api


def _refusal(event: Event) -> CloseReason | None:
    """Finds the code that a message's connection is closed with, if it is too large or not text."""
    if event["text"] is None:
        return CloseReason.UNSUPPORTED_DATA
    if len(event["text"].encode()) > _MAXIMUM_MESSAGE_BYTES or event[_LARGEST_FRAME] > _MAXIMUM_FRAME_BYTES:
        return CloseReason.MESSAGE_TOO_BIG
    return None


class _MeasuringBuffer(ws_stream.WebsocketBuffer):
    """Gathers a message from its frames, which may come in parts, and notes the largest of them."""

    _frame = 0
    _largest_frame = 0

    def extend(self, event: Message[Any]) -> None:
        super().extend(event)
        self._frame += len(event.data.encode() if isinstance(event.data, str) else event.data)
        self._largest_frame = max(self._largest_frame, self._frame)
        if event.frame_finished:
            self._frame = 0

    def clear(self) -> None:
        super().clear()
        self._largest_frame = 0

    def to_message(self) -> Event:
        return {**super().to_message(), _LARGEST_FRAME: self._largest_frame}
