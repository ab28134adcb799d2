"""AWS that does nothing: after some milliseconds it answers each call as if all was well.

`python -m benchmarks.silent_aws SECONDS` prints its port and serves until its standard input ends.
"""

import asyncio
import json
import sys
from functools import cache
from typing import Any, cast

from ulid import ULID

POSTS_A_SHARD = 6


class _Connection(asyncio.Protocol):
    """One connection of a client."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, rest = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(headers.get(b"content-length", 0))
        if len(rest) < length:
            return
        self._received = rest[length:]
        target = headers.get(b"x-amz-target", b"").decode().rpartition(".")[2]
        content = _answer(target, rest[:length])
        lines = (
            "HTTP/1.1 200 OK",
            "Server: Server",
            "Date: Sun, 01 Mar 2026 09:30:00 GMT",
            "Content-Type: application/x-amz-json-1.0",
            "Connection: keep-alive",
            "x-amzn-RequestId: 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEF",
            f"Content-Length: {len(content)}",
        )
        answer = "\r\n".join((*lines, "", "")).encode() + content
        if self._seconds:
            asyncio.get_running_loop().call_later(self._seconds, self._transport.write, answer)
        else:
            self._transport.write(answer)


def _answer(target: str, body: bytes) -> bytes:
    match target:
        case "putevents":
            entries = [{"EventId": "1"}] * len(json.loads(body)["Entries"])
            return json.dumps({"FailedEntryCount": 0, "Entries": entries}).encode()
        case "batchexecutestatement":
            return json.dumps({"Responses": [{}] * len(json.loads(body)["Statements"])}).encode()
        case "query":
            return _query(json.loads(body))
    return b"{}"


def _query(request: dict[str, Any]) -> bytes:
    """Finds posts in an index, or the subscriptions of a post: as many as the table is called."""
    if "IndexName" in request:
        return _posts()
    channel = request["ExpressionAttributeValues"][":channel"]["S"]
    count = int(request["TableName"]) if channel.startswith("post#") else 0
    return json.dumps({"Items": [{"connectionId": {"S": f"c{n:05}="}} for n in range(count)]}).encode()


@cache
def _posts() -> bytes:
    texts = {"author": "Joe", "title": "My trip", "body": "Hi, I am Joe and I love travelling to Spain"}
    items = [
        {
            name: {"S": value}
            for name, value in {
                **texts,
                "id": str(ULID.from_timestamp(1_772_357_400 + number)),
                "createdAt": f"2026-03-01T09:30:{number:02}.000Z",
                "subject": "3b1f0c52-6f0e-4c43-8a53-2a8d0c1f7b1e",
                "topic": "Summer",
                "topicKey": "summer",
                "status": "NEW",
            }.items()
        }
        for number in range(POSTS_A_SHARD)
    ]
    return json.dumps({"Items": items}).encode()


async def _serve(seconds: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(seconds), "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
