import json

import pytest
from pydantic import ValidationError

from functions.domain.events import BlogPostCreated, BlogPostEnriched
from functions.realtime_gateway.push.work import Progress, read_work
from functions.realtime_gateway.subscription_store import Subscription
from tests.events import load_event


@pytest.mark.parametrize(
    ("name", "event"), [("blog_post_created", BlogPostCreated), ("blog_post_enriched", BlogPostEnriched)]
)
def test_an_event_from_the_bus_is_work_at_its_beginning(
    name: str, event: type[BlogPostCreated | BlogPostEnriched]
) -> None:
    envelope = json.dumps(load_event(name))
    work = read_work(envelope)
    assert work.detail == event.from_bus(envelope)
    assert work.progress == Progress(after=None, unsettled=())


def test_what_is_left_is_written_as_it_is_read() -> None:
    work = read_work(json.dumps(load_event("blog_post_enriched")))
    rest = work.going_on(Subscription(channel="topic#summer", connection_id="ann"), ("bob",))
    assert read_work(rest.to_json()) == rest
    assert json.loads(rest.to_json())["progress"] == {
        "after": {"channel": "topic#summer", "connectionId": "ann"},
        "unsettled": ["bob"],
    }


def test_another_event_is_no_work() -> None:
    with pytest.raises(ValidationError, match="detail-type"):
        read_work(json.dumps({**load_event("blog_post_created"), "detail-type": "BlogPostDeleted"}))


def test_the_error_of_what_is_no_work_quotes_nothing_of_it() -> None:
    event = load_event("blog_post_created")
    with pytest.raises(ValidationError) as caught:
        read_work(json.dumps({**event, "detail": {**event["detail"], "post": {"author": "Joe"}}}))
    assert "Joe" not in str(caught.value)
