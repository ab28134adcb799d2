"""Messages to WebSocket clients."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from local.stack import LocalStack, program_name
from tests.end_to_end.client import PATIENCE, Blog
from tests.end_to_end.conftest import Failing


def test_who_subscribes_before_the_entities_are_known_gets_them_then(
    blog: Blog, failing_comprehend: Failing
) -> None:
    with blog.realtime() as realtime:
        with failing_comprehend():
            post = blog.post()
            realtime.subscribe(post["id"])
        assert realtime.receive()["id"] == post["id"]


def test_who_subscribes_afterwards_gets_them_at_once(blog: Blog) -> None:
    post = blog.post()
    blog.wait_until_enriched(post["id"])
    assert blog.wait_until_enriched(post["id"])["id"] == post["id"]


def test_who_subscribes_twice_gets_them_once(blog: Blog) -> None:
    post, other = blog.post(), blog.post()
    with blog.realtime() as realtime:
        realtime.subscribe(post["id"])
        assert realtime.receive()["id"] == post["id"]
        realtime.subscribe(post["id"])
        realtime.subscribe(other["id"])  # a second message about the first post would come before this one's
        assert realtime.receive()["id"] == other["id"]


def test_each_of_two_clients_on_one_post_gets_them(blog: Blog, failing_comprehend: Failing) -> None:
    with blog.realtime() as one, blog.realtime() as other:
        with failing_comprehend():
            post = blog.post()
            one.subscribe(post["id"])
            other.subscribe(post["id"])
        message = one.receive()
        assert message["id"] == post["id"]
        assert other.receive() == message


def test_a_client_that_left_does_not_keep_the_others_from_theirs(
    blog: Blog, failing_comprehend: Failing
) -> None:
    with blog.realtime() as leaving, blog.realtime() as staying:
        with failing_comprehend():
            post = blog.post()
            leaving.subscribe(post["id"])
            staying.subscribe(post["id"])
            leaving.close()
        assert staying.receive()["id"] == post["id"]


def test_whoever_subscribes_while_the_entities_become_known_gets_them_once(blog: Blog) -> None:
    def subscribe_at_once(_: int) -> str:
        post = blog.post()
        with blog.realtime() as realtime:
            realtime.subscribe(post["id"])
            message = realtime.receive()
            realtime.send("are you there?")
            assert realtime.receive()["type"] == "error"  # and no second message before it
            assert message["id"] == post["id"]
            return str(post["id"])

    with ThreadPoolExecutor(4) as clients:
        ids = list(clients.map(subscribe_at_once, range(12)))
    assert len(set(ids)) == 12


@pytest.mark.parametrize(
    "message",
    [
        "not JSON",
        "[]",
        "[" * 5000,
        {"action": "$connect"},
        {"action": "$disconnect"},
        {"action": "dance"},
        {"action": "subscribe"},
        {"action": "subscribe", "postId": "not an id"},
        {"action": "subscribe", "post_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {"action": "subscribe", "postId": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "extra": 1},
    ],
)
def test_a_bad_message_gets_an_error_and_the_connection_stays(blog: Blog, message: object) -> None:
    with blog.realtime() as realtime:
        realtime.send(message)
        error = realtime.receive()
        assert error["type"] == "error"
        assert error["message"]
        realtime.subscribe("01ARZ3NDEKTSV4RRFFQ69G5FAV")


def test_a_client_that_left_leaves_nothing_behind(blog: Blog, stack: LocalStack) -> None:
    dynamodb = stack.emulator.client("dynamodb")
    [table] = [t for t in dynamodb.list_tables()["TableNames"] if program_name(t) == "realtime-subscriptions"]
    topic = f"topic-{uuid4().hex}"

    def subscriptions() -> int:
        return dynamodb.query(
            TableName=table,
            KeyConditionExpression="channel = :channel",
            ExpressionAttributeValues={":channel": {"S": f"topic#{topic}"}},
            ConsistentRead=True,
        )["Count"]

    with blog.realtime() as realtime:
        realtime.send({"action": "subscribe", "topic": topic})
        assert realtime.receive() == {"type": "subscribed", "topic": topic, "topicKey": topic}
        assert subscriptions() == 1
    deadline = time.monotonic() + PATIENCE
    while subscriptions() and time.monotonic() < deadline:  # nobody tells when API Gateway has noticed
        time.sleep(0.05)
    assert subscriptions() == 0
