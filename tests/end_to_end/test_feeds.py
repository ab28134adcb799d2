"""Following a topic on the WebSocket."""

from uuid import uuid4

from tests.end_to_end.client import Blog
from tests.end_to_end.conftest import Failing


def test_who_follows_a_topic_hears_of_its_posts_and_of_their_entities(
    blog: Blog, failing_comprehend: Failing
) -> None:
    topic = str(uuid4())
    with blog.realtime() as realtime:
        realtime.send({"action": "subscribe", "topic": topic.upper()})
        assert realtime.receive() == {"type": "subscribed", "topic": topic.upper(), "topicKey": topic}
        with failing_comprehend():  # else the entities may be known before the post is told of
            blog.post(topic="another")
            post = blog.post(topic=topic)
            summary = {key: value for key, value in post.items() if key != "body"}
            assert realtime.receive() == {"type": "blogPostCreated", **summary}
        entities = {"locations": ["Spain"], "persons": ["Joe"]}
        assert realtime.receive() == {"type": "blogPostEnriched", **summary, "entities": entities}


def test_who_stops_following_hears_nothing_more(blog: Blog) -> None:
    topic, other = str(uuid4()), str(uuid4())
    with blog.realtime() as realtime:
        for followed in (topic, other):
            realtime.send({"action": "subscribe", "topic": followed})
            realtime.receive()
        realtime.send({"action": "unsubscribe", "topic": topic})
        assert realtime.receive() == {"type": "unsubscribed", "topic": topic, "topicKey": topic}
        unheard, heard = blog.post(topic=topic), blog.post(topic=other)
        blog.wait_until_enriched(unheard["id"])
        messages = [realtime.receive() for _ in range(2)]
    assert {message["id"] for message in messages} == {heard["id"]}


def test_who_follows_a_post_and_its_topic_hears_of_it_once(blog: Blog, failing_comprehend: Failing) -> None:
    topic = str(uuid4())
    with blog.realtime() as realtime:
        realtime.send({"action": "subscribe", "topic": topic})
        realtime.receive()
        with failing_comprehend():
            post = blog.post(topic=topic)
            realtime.send({"action": "subscribe", "postId": post["id"]})
            assert {realtime.receive()["type"] for _ in range(2)} == {"blogPostCreated", "subscribed"}
        assert realtime.receive()["type"] == "blogPostEnriched"
        realtime.send({"action": "ping"})
        assert realtime.receive() == {"type": "pong"}


def test_a_client_can_ask_whether_the_connection_is_alive(blog: Blog) -> None:
    with blog.realtime() as realtime:
        realtime.send({"action": "ping"})
        assert realtime.receive() == {"type": "pong"}


def test_a_post_reaches_every_one_of_many_followers_once(blog: Blog, failing_comprehend: Failing) -> None:
    topic = str(uuid4())
    with blog.realtime() as a, blog.realtime() as b, blog.realtime() as c, blog.realtime() as d:
        followers = (a, b, c, d)
        for follower in followers:
            follower.send({"action": "subscribe", "topic": topic})
            follower.receive()
        with failing_comprehend():
            post = blog.post(topic=topic)
            created = [follower.receive() for follower in followers]
        for follower in followers:
            messages = [created.pop(0), follower.receive()]
            assert {message["id"] for message in messages} == {post["id"]}
            assert [message["type"] for message in messages] == ["blogPostCreated", "blogPostEnriched"]
            follower.send({"action": "ping"})
            assert follower.receive() == {"type": "pong"}
