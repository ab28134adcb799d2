"""Posts that come into the table with their entities: of another blog, or of a backup."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from emulated_aws.server.mailbox import Mail
from functions.blog_api.posts.feed import index_keys
from functions.domain.post import Post, PostStatus
from functions.runtime.items import write_item
from functions.wire.timestamp import to_timestamp
from functions.wire.ulid import make_ulid
from local.stack import LocalStack, program_name
from tests.end_to_end.client import Blog
from tests.end_to_end.conftest import SignIn
from tests.end_to_end.test_emails import Subscribers, next_mail, title

# Nothing that the body names, so that it shows when entities were recognized anew.
ENTITIES = {"locations": ["Atlantis"]}


def import_post(stack: LocalStack, topic: str, **attributes: str) -> Post:
    """Puts a post of last year into the table."""
    written = datetime.now(UTC) - timedelta(days=365)
    post = Post(
        id=make_ulid(int(written.timestamp() * 1000)),
        created_at=to_timestamp(written),
        subject="somebody",
        author="Joe",
        title="Old",
        body="Hi, I am Joe and I love Spain",
        topic=topic,
        status=PostStatus.ENRICHED,
        entities=ENTITIES,
    )
    item = write_item(post.model_dump(mode="json", exclude_none=True) | attributes) | index_keys(post)
    stack.emulator.client("dynamodb").put_item(TableName=stack.outputs["postsTableName"], Item=item)
    return post


@pytest.fixture
def subscribers(blog: Blog, mails: Iterator[Mail], sign_in: SignIn) -> Subscribers:
    return Subscribers(blog, mails, sign_in)


def test_an_imported_post_is_pushed_with_its_entities_once_to_who_is_there_and_to_who_comes_later(
    blog: Blog, stack: LocalStack
) -> None:
    topic = uuid4().hex
    with blog.realtime() as realtime:
        realtime.send({"action": "subscribe", "topic": topic})
        assert realtime.receive()["type"] == "subscribed"
        post = import_post(stack, topic)
        told = [realtime.receive()]
        if told[0]["type"] == "blogPostCreated":  # else the later message has overtaken it
            told.append(realtime.receive())
        blog.post(topic=topic)
        assert realtime.receive()["id"] != post.id  # a message that came again would be here first
    assert {message["id"] for message in told} == {post.id}
    assert (told[-1]["type"], told[-1]["entities"]) == ("blogPostEnriched", ENTITIES)
    assert blog.wait_until_enriched(post.id) == told[-1]
    assert blog.read(post.id)["entities"] == ENTITIES


def test_nobody_is_mailed_of_an_imported_post_unless_that_is_asked_for(
    blog: Blog, mails: Iterator[Mail], subscribers: Subscribers, stack: LocalStack
) -> None:
    topic = uuid4().hex
    subscribers.add("archive@example.com", topic)
    blog.wait_until_enriched(import_post(stack, topic).id)
    blog.post(title="New", topic=topic)
    assert title(next_mail(mails, "archive@example.com")) == "New"  # one about the other would be here first
    wanted = import_post(stack, topic, announceAgainAt=to_timestamp(datetime.now(UTC)))
    mail = next_mail(mails, "archive@example.com")
    assert title(mail) == "Old"
    assert wanted.id in mail["body"]


def test_a_deleted_post_that_is_restored_as_the_docs_say_is_pushed_to_who_subscribes(
    blog: Blog, stack: LocalStack
) -> None:
    post = blog.post()
    blog.wait_until_enriched(post["id"])
    dynamodb = stack.emulator.client("dynamodb")
    table, key = stack.outputs["postsTableName"], {"id": {"S": post["id"]}}
    item = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    with blog.realtime() as realtime:
        realtime.subscribe(post["id"])
        assert realtime.receive()["type"] == "blogPostEnriched"
        blog.delete(post["id"])
        assert realtime.receive()["type"] == "blogPostRemoved"
    [remembered] = [
        t for t in dynamodb.list_tables()["TableNames"] if program_name(t) == "realtime-enriched-posts"
    ]
    dynamodb.delete_item(TableName=remembered, Key={"postId": {"S": post["id"]}})
    dynamodb.put_item(TableName=table, Item=item)
    message = blog.wait_until_enriched(post["id"])
    assert message["type"] == "blogPostEnriched"
