"""Calls in one invocation and the next. Between the two a freeze may end connections without a sign."""

import json
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_overloads

import pytest

from functions.blog_api.sessions.http_client import fetch
from functions.event_pipeline.email_notifications import handler
from functions.event_pipeline.email_notifications.email import Email
from functions.event_pipeline.email_notifications.topic import PUBLISHING, EmailTopic
from functions.event_pipeline.recognition.comprehend import RECOGNIZING
from functions.realtime_gateway.connections import SENDING, Connections
from functions.realtime_gateway.routes.messages import Pong
from functions.runtime import invocation
from functions.runtime.aws.client import Client
from functions.runtime.clients import call_each, make_client
from tests.events import load_event
from tests.unit.functions.call import Call
from tests.unit.functions.runtime.aws.conftest import disconnect
from tests.unit.functions.runtime.aws.server import Reply, Server, serving

PUBLISHED = b"<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"


class Caller(NamedTuple):
    """A client of the functions.

    Attributes:
        service: The SDK's name of the service; empty for one that is none of AWS's.
        make: Makes what calls the service once.
        answer: What the service answers.
        is_repeated: Whether the client repeats a call that fails.
        is_fresh: Whether the client keeps no connection from one invocation to the next.
    """

    service: str
    make: Callable[[str], Callable[[], object]]
    answer: bytes = b"{}"
    is_repeated: bool = True
    is_fresh: bool = False


def publishing(_url: str) -> Callable[[], object]:
    topic = EmailTopic(make_client("sns", PUBLISHING), "arn")
    return lambda: topic.publish(Email("subject", "body"), "summer")


def sending(url: str) -> Callable[[], object]:
    connections = Connections(make_client("apigatewaymanagementapi", SENDING, f"{url}/live"))
    return lambda: connections.send("ann", Pong())


CALLERS = {
    "dynamodb": Caller("dynamodb", lambda _: make_client("dynamodb").list_tables),
    "sqs": Caller("sqs", lambda _: make_client("sqs").list_queues),
    "sns": Caller("sns", lambda _: make_client("sns").list_topics, PUBLISHED),
    "events": Caller("events", lambda _: make_client("events").list_rules),
    "comprehend": Caller("comprehend", lambda _: make_client("comprehend", RECOGNIZING).list_endpoints),
    "emails": Caller("sns", publishing, PUBLISHED, is_repeated=False, is_fresh=True),
    "sends": Caller("apigatewaymanagementapi", sending, is_repeated=False),
    "issuer": Caller("", lambda url: lambda: fetch(url), is_repeated=False, is_fresh=True),
}

each_client_of_aws = pytest.mark.parametrize(
    "caller",
    [one for one in CALLERS.values() if one.service],
    ids=[n for n, c in CALLERS.items() if c.service],
)


def test_all_services_are_tried() -> None:
    services = {get_args(one.__annotations__["service"])[0] for one in get_overloads(make_client)}
    assert services == {caller.service for caller in CALLERS.values()} - {""}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that clients take for AWS."""
    made: list[Client] = []

    def make(*arguments: Any) -> Client:  # noqa: ANN401 - as the client takes them
        made.append(Client(*arguments))
        return made[-1]

    monkeypatch.setattr("functions.runtime.clients.Client", make)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    monkeypatch.delenv("HTTP_PROXY", raising=False)
    with serving() as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        yield running
    for client in made:
        disconnect(client)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds pass, at once."""

    def wait(seconds: float) -> None:
        before = time.monotonic
        monkeypatch.setattr(time, "monotonic", lambda: before() + seconds)

    return wait


@pytest.mark.parametrize(
    ("caller", "seconds"),
    [
        *((caller, 3600) for caller in CALLERS.values()),
        # A send is tried once, with a connection that was used just now: its event comes again.
        *((caller, 0) for caller in CALLERS.values() if caller.is_repeated or caller.is_fresh),
    ],
)
def test_a_call_after_a_freeze_is_served_once(
    server: Server, later: Callable[[float], None], caller: Caller, seconds: float
) -> None:
    server.replies = [Reply(body=caller.answer)] * 2
    call = caller.make(server.url)
    invocation.begin(Call())
    call()
    server.forgotten += 1
    later(seconds)
    invocation.begin(Call())
    call()
    assert len(server.requests) == 2


@each_client_of_aws
def test_an_invocation_uses_its_connection_again(server: Server, caller: Caller) -> None:
    server.replies = [Reply(body=caller.answer)] * 3
    call = caller.make(server.url)
    invocation.begin(Call())
    for _ in range(3):
        call()
    assert server.connections == 1


@each_client_of_aws
def test_the_next_invocation_uses_it_too_unless_a_call_must_be_sent(
    server: Server, later: Callable[[float], None], caller: Caller
) -> None:
    server.replies = [Reply(body=caller.answer)] * 2
    call = caller.make(server.url)
    invocation.begin(Call())
    call()
    later(4)
    invocation.begin(Call())
    call()
    assert server.connections == (2 if caller.is_fresh else 1)


@each_client_of_aws
def test_a_connection_that_was_idle_for_long_is_closed(
    server: Server, later: Callable[[float], None], caller: Caller
) -> None:
    server.replies = [Reply(body=caller.answer)] * 2
    call = caller.make(server.url)
    invocation.begin(Call())
    call()
    later(6)
    call()
    assert server.connections == 2


def test_when_one_connection_is_dead_no_other_idle_one_is_tried(server: Server) -> None:
    dynamodb = make_client("dynamodb")
    invocation.begin(Call())
    server.replies = [Reply(requests=16)] * 16
    call_each(dynamodb.query, [{"TableName": str(number)} for number in range(16)])
    assert server.connections == 16
    server.forgotten += 1
    answers = call_each(dynamodb.query, [{"TableName": str(number)} for number in range(4)])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert server.connections == 20
    assert len(server.requests) == 20


def test_a_new_post_is_mailed_though_all_connections_died_since_the_last(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "_email_sender", cache(handler._email_sender.__wrapped__))
    server.replies = [Reply(), Reply(body=PUBLISHED), Reply()] * 2
    batch = {"Records": [{"messageId": "1", "body": json.dumps(load_event("blog_post_created"))}]}
    for _ in range(2):
        assert handler.handle(batch, Call()) == {"batchItemFailures": []}
        server.forgotten += 1
    done = [headers.get("x-amz-target", "SNS.Publish").partition(".")[2] for _, headers, _ in server.requests]
    assert done == ["PutItem", "Publish", "UpdateItem"] * 2
