"""CloudFront distributions at paths: `/_aws/cloudfront/<caller reference>/…`.

MiniStack serves a distribution by its host name, which no browser would find here. A request below such a
path counts as one over HTTPS, for the emulated AWS has no TLS.

Delete when MiniStack serves distributions at paths, as it serves the APIs of API Gateway.
"""

from http import HTTPStatus
from urllib.parse import parse_qs, unquote

from hypercorn.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from ministack.services import cloudfront

from emulated_aws.server.asgi import respond

PATH = "/_aws/cloudfront/"


async def serve_distribution(scope: HTTPScope, _receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Serves a viewer of a distribution. A request's body is left unread, for a site is only read."""
    name, slash, path = scope["raw_path"].decode("ascii").removeprefix(PATH).partition("/")
    distribution = next(
        (one for one in cloudfront._distributions.values() if one["CallerReference"] == name), None
    )
    if distribution is None:
        await respond(send, HTTPStatus.NOT_FOUND)
        return
    if not slash:  # a host's root needs none, but what the page refers to is relative to it
        await respond(send, HTTPStatus.MOVED_PERMANENTLY, headers=[(b"location", f"{name}/".encode())])
        return
    query = scope["query_string"].decode("ascii")
    headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
    status, answered, body = await cloudfront.handle_viewer_request(
        distribution,
        scope["method"],
        unquote(f"/{path}"),
        f"/{path}",
        query,
        {**headers, "x-forwarded-proto": "https"},
        b"",
        parse_qs(query, keep_blank_values=True),
    )
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                (key.lower().encode("latin-1"), str(value).encode("latin-1"))
                for key, value in answered.items()
            ],
        }
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
