"""Keeps web pages away from the emulated account.

MiniStack answers anybody who reaches its port, and everybody knows its root credentials. A page open in the
developer's browser reaches 127.0.0.1 too: straight (a drive-by request), or under a name of its own that
resolves there (DNS rebinding). Only the deployed APIs are meant for pages.

Delete when MiniStack refuses foreign `Host` and `Origin` by itself.
"""

import re
from http import HTTPStatus

from hypercorn.typing import ASGIFramework, ASGIReceiveCallable, ASGISendCallable, Scope, WWWScope

from emulated_aws.server.asgi import respond

# An API, its stage and a path. `@connections` is not for an API's clients: it manages them.
_DEPLOYED_API = re.compile(r"/_aws/execute-api/[^/]+/(?!.*@connections/).*")


class OriginGuard:
    """ASGI middleware that refuses foreign `Host` and `Origin` everywhere but on the deployed APIs."""

    def __init__(self, app: ASGIFramework, port: int) -> None:
        self._app = app
        self._hosts = [f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()]
        self._origins = [b"http://" + host for host in self._hosts]

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Passes the request on, or answers 403."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif _DEPLOYED_API.fullmatch(scope["path"]):
            # MiniStack also routes by host name. The path alone says which API is meant.
            others = [header for header in scope["headers"] if header[0] != b"host"]
            scope["headers"] = [*others, (b"host", self._hosts[0])]
            await self._app(scope, receive, send)
        elif refusal := self._refusal(scope):
            await _refuse(scope, send, refusal)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: WWWScope) -> str | None:
        headers = list(scope["headers"])
        hosts = [value for name, value in headers if name == b"host"]
        if not hosts or any(host not in self._hosts for host in hosts):
            return "This is an emulated AWS: call it as 127.0.0.1 or localhost."
        if any(name == b"origin" and value not in self._origins for name, value in headers):
            return "This is an emulated AWS: pages from elsewhere may call its deployed APIs only."
        # A page's <img> or link sends no Origin, but browsers say where it came from (W3C Fetch Metadata).
        if any(
            name == b"sec-fetch-site" and value not in {b"none", b"same-origin"} for name, value in headers
        ):
            return "This is an emulated AWS: a page from elsewhere led here. Open the address yourself."
        return None


async def _refuse(scope: WWWScope, send: ASGISendCallable, refusal: str) -> None:
    if scope["type"] == "websocket":
        # Closing before accepting answers the handshake with 403 (ASGI specification).
        await send({"type": "websocket.close", "code": 1008, "reason": refusal})
    else:
        await respond(send, HTTPStatus.FORBIDDEN, f"{refusal}\n".encode())
