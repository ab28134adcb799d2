"""Deletion of posts, of every copy."""

from uuid import uuid4

import httpx

from local.bus_events import listen
from local.stack import LocalStack, program_name
from tests.end_to_end.client import Blog
from tests.end_to_end.conftest import Failing, SignIn


def test_a_deleted_post_is_gone_and_nothing_of_it_is_kept(blog: Blog, stack: LocalStack) -> None:
    secret = uuid4().hex
    post = blog.post(title=secret, author=f"Joe {secret}", topic=secret)
    with blog.realtime() as realtime:
        realtime.subscribe(post["id"])
        assert realtime.receive()["type"] == "blogPostEnriched"
        blog.delete(post["id"].lower())
        removed = realtime.receive()
    assert removed == {
        "type": "blogPostRemoved",
        **{key: post[key] for key in ("id", "createdAt", "topic", "topicKey")},
    }
    assert blog.http.get(f"/posts/{post['id']}").status_code == httpx.codes.NOT_FOUND
    assert blog.http.get("/posts", params={"topic": secret}).json()["posts"] == []
    with blog.realtime() as later:
        later.subscribe(post["id"])
        assert later.receive() == removed
    assert {table for table in tables_with(stack, f"Joe {secret}") if "idempotency" not in table} == set()


def tables_with(stack: LocalStack, text: str) -> set[str]:
    """Names the tables in which a text stands."""
    dynamodb = stack.emulator.client("dynamodb")
    return {
        program_name(name)
        for name in dynamodb.list_tables()["TableNames"]
        if text in str(dynamodb.scan(TableName=name)["Items"])
    }


def test_who_follows_a_topic_is_told_of_a_post_s_life_in_its_order(
    blog: Blog, failing_comprehend: Failing
) -> None:
    topic = uuid4().hex
    with blog.realtime() as realtime:
        realtime.send({"action": "subscribe", "topic": topic})
        assert realtime.receive()["type"] == "subscribed"
        with failing_comprehend():
            post = blog.post(topic=topic)
            told = [realtime.receive()["type"]]
        told.append(realtime.receive()["type"])
        blog.delete(post["id"])
        told.append(realtime.receive()["type"])
    assert told == ["blogPostCreated", "blogPostEnriched", "blogPostRemoved"]


def test_nobody_deletes_what_another_posted_or_what_is_not_there(blog: Blog, sign_in: SignIn) -> None:
    post = blog.post()
    answer = blog.http.delete(f"/posts/{post['id']}", headers=sign_in("stranger@example.com"))
    assert answer.status_code == httpx.codes.FORBIDDEN
    assert answer.json()["detail"] == "Only who posted it can delete a post."
    assert blog.read(post["id"])["id"] == post["id"]
    blog.delete(post["id"])
    assert blog.http.delete(f"/posts/{post['id']}").status_code == httpx.codes.NOT_FOUND
    anonymous = httpx.delete(f"{blog.http.base_url}/posts/{post['id']}", trust_env=False)
    assert anonymous.status_code == httpx.codes.UNAUTHORIZED


def test_a_post_that_has_changed_since_it_was_read_is_not_deleted(
    blog: Blog, failing_comprehend: Failing
) -> None:
    with failing_comprehend():
        path = f"/posts/{blog.post()['id']}"
        seen = blog.http.get(path).headers["etag"]
    blog.wait_until_enriched(path.rpartition("/")[2])
    for headers in ({"if-match": '"zzz"'}, {"if-match": seen}, {"if-none-match": "*"}):
        assert blog.http.delete(path, headers=headers).status_code == httpx.codes.PRECONDITION_FAILED
    current = blog.http.get(path).headers["etag"]
    assert blog.http.delete(path, headers={"if-match": f"{seen}, {current}"}).status_code == 204
    assert blog.http.delete(path, headers={"if-match": "*"}).status_code == httpx.codes.NOT_FOUND


def test_a_post_is_announced_again_when_an_operator_says_so(blog: Blog, stack: LocalStack) -> None:
    events = listen(stack.emulator, stack.outputs["eventBusName"])
    post = blog.post()
    blog.wait_until_enriched(post["id"])
    stack.emulator.client("dynamodb").update_item(
        TableName=stack.outputs["postsTableName"],
        Key={"id": {"S": post["id"]}},
        UpdateExpression="SET announceAgainAt = :now",
        ExpressionAttributeValues={":now": {"S": "2026-03-05T10:00:00Z"}},
    )
    told = (event["detail-type"] for event in events if event["detail"]["post"]["id"] == post["id"])
    assert [next(told), next(told), next(told)] == ["BlogPostCreated", "BlogPostEnriched", "BlogPostEnriched"]
