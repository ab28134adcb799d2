"""Tasks whose processor time is compared: ours, and what stands beside them."""

import asyncio
import json
import os
from urllib.parse import urlsplit

from benchmarks import naive_handler
from functions.blog_api.posts import handler as posts
from functions.event_pipeline.relay import handler as relay
from functions.realtime_gateway.push import handler as push
from functions.runtime import environment
from functions.runtime.aws.request import Request
from functions.runtime.aws.signature import Credentials, sign
from tests.events import load_event

_POST = load_event("http_request")
_LIST = json.loads(json.dumps(_POST).replace("POST", "GET")) | {"body": None}
_RECORDS = {
    "Records": [
        json.loads(json.dumps(load_event("stream_insert")).replace("0J0E", f"{number:04}"))
        for number in range(100)
    ]
}
for _number, _record in enumerate(_RECORDS["Records"]):
    _record["dynamodb"]["SequenceNumber"] = str(_number)
_MESSAGE = {"Records": [{"messageId": "1", "body": json.dumps(load_event("blog_post_enriched"))}]}


class _Context:
    """A call that has all the time that it needs."""

    aws_request_id = "call"

    def get_remaining_time_in_millis(self) -> int:
        return 900_000


_CALL = _Context()


def create() -> None:
    """Validates a post and puts it."""
    _expect(posts.handle(_POST, _CALL)["statusCode"], 201)


def list_page() -> None:
    """Lists a page, by four queries."""
    _expect(posts.handle(_LIST, _CALL)["statusCode"], 200)


def relay_100() -> None:
    """Relays 100 records."""
    _expect(relay.handle(_RECORDS, _CALL), {"batchItemFailures": []})


def push_to_all() -> None:
    """Pushes a message to as many connections as the table of subscriptions is called."""
    _expect(push.handle(_MESSAGE, _CALL), {"batchItemFailures": []})


def naive_relay_100() -> None:
    """Relays 100 records, one by one."""
    naive_handler.relay(_RECORDS, None)


def _expect(result: object, expected: object) -> None:
    if result != expected:
        raise ValueError(result)


def send_to_all() -> None:
    """Sends as many messages as the table of subscriptions is called, and neither claims nor marks."""
    asyncio.run(_send_to_all(int(os.environ[environment.SUBSCRIPTIONS_TABLE])))


async def _send_to_all(count: int, connections: int = 128) -> None:
    endpoint = urlsplit(os.environ[environment.MANAGEMENT_ENDPOINT])
    numbers = iter(range(count))

    async def send_some() -> None:
        reader, writer = await asyncio.open_connection(endpoint.hostname, endpoint.port)
        for number in numbers:
            path = f"{endpoint.path}/@connections/c{number:05}%3D"
            request = Request(path, {"host": endpoint.netloc}, b"x" * 250)
            signed = sign(request, Credentials.from_environment(), "us-east-1", "execute-api", 1_772_357_400)
            lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in signed.items())]
            head = "\r\n".join((*lines, f"content-length: {len(request.body)}", "", ""))
            writer.write(head.encode() + request.body)
            await reader.readuntil(b"\r\n\r\n")
        writer.close()

    await asyncio.gather(*(send_some() for _ in range(min(count, connections))))
