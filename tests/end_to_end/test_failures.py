"""Failures of parts: a post that was answered is never lost."""

import json
from typing import TYPE_CHECKING

from mypy_boto3_sqs import SQSClient
from ulid import ULID

from local.bus_events import listen
from local.stack import LocalStack
from tests.end_to_end.client import Blog
from tests.end_to_end.conftest import Failing, Queue, WithoutPermission

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


def test_when_comprehend_recovers_the_enrichment_arrives(blog: Blog, failing_comprehend: Failing) -> None:
    with blog.realtime() as realtime:
        with failing_comprehend():
            post = blog.post()
            assert "entities" not in blog.read(post["id"])
            realtime.subscribe(post["id"])
        assert realtime.receive()["entities"] == {"locations": ["Spain"], "persons": ["Joe"]}


def test_when_comprehend_never_recovers_the_message_waits_to_be_redriven_and_all_else_goes_on(
    blog: Blog, failing_comprehend: Failing, recognition_queue: Queue, recognition_dead_letters: Queue
) -> None:
    with failing_comprehend():
        post = blog.post()
        message = recognition_dead_letters.take()
        assert json.loads(message)["detail"]["post"]["id"] == post["id"]
        assert blog.read(post["id"]) == post
    assert blog.wait_until_enriched(blog.post()["id"])["entities"]

    recognition_queue.send(message)
    assert blog.wait_until_enriched(post["id"])["id"] == post["id"]


def test_a_message_that_comes_again_changes_nothing(
    blog: Blog, stack: LocalStack, recognition_queue: Queue
) -> None:
    events = listen(stack.emulator, stack.outputs["eventBusName"])
    post = blog.post()
    created = next(e for e in events if e["detail"]["post"]["id"] == post["id"])
    blog.wait_until_enriched(post["id"])
    recognition_queue.send(json.dumps(created))
    other = blog.post()
    blog.wait_until_enriched(other["id"])
    seen = []
    for event in events:
        seen.append((event["detail-type"], event["detail"]["post"]["id"]))
        if seen[-1] == ("BlogPostEnriched", other["id"]):
            break
    assert seen.count(("BlogPostEnriched", post["id"])) == 1


def test_a_function_whose_permission_is_taken_is_denied_and_says_nothing_of_it(
    blog: Blog, without_permission: WithoutPermission
) -> None:
    draft = {"author": "Joe", "title": "Denied", "body": "text", "topic": "summer"}
    with without_permission("blog-posts", "dynamodb:PutItem"):
        answer = blog.http.post("/posts", json=draft)
        assert answer.status_code == 500
        problem = answer.json()
        assert problem.keys() == {"type", "title", "status", "detail", "requestId"}
        assert "dynamodb" not in answer.text.lower()
    assert blog.http.post("/posts", json=draft).status_code == 201


def test_a_post_that_could_not_be_announced_is_announced_later(
    blog: Blog, without_permission: WithoutPermission
) -> None:
    with without_permission("events-relay", "events:PutEvents"):
        post = blog.post()
    assert blog.wait_until_enriched(post["id"])["id"] == post["id"]


def test_an_item_that_is_no_post_is_set_aside_and_takes_no_post_with_it(
    blog: Blog, stack: LocalStack, sqs: SQSClient
) -> None:
    dynamodb = stack.emulator.client("dynamodb")
    item: dict[str, AttributeValueTypeDef] = {"id": {"S": str(ULID())}, "note": {"S": "made by hand"}}
    before = blog.post()
    dynamodb.put_item(TableName=stack.outputs["postsTableName"], Item=item)
    after = blog.post()
    for post in (before, after):
        assert blog.wait_until_enriched(post["id"])["id"] == post["id"]
    aside = json.loads(Queue(sqs, "events-relay-dead-letters").take())
    assert aside["record"]["dynamodb"]["NewImage"] == item
