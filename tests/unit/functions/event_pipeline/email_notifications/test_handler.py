import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.stub import Stubber

from functions.event_pipeline.email_notifications import handler
from tests.events import load_event
from tests.unit.functions.call import Call


@pytest.fixture(autouse=True)
def fresh() -> None:
    handler._email_sender.cache_clear()


def call(*bodies: str, context: Call | None = None) -> dict[str, Any]:
    records = [{"messageId": f"m{number}", "body": body} for number, body in enumerate(bodies, 1)]
    return handler.handle({"Records": records}, context or Call())


CREATED = json.dumps(load_event("blog_post_created"))


def test_a_post_that_came_in_two_messages_is_mailed_once_with_its_link(
    dynamodb: Stubber, sns: Stubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTS_URL", "https://api.example/posts")
    post = json.loads(CREATED)["detail"]["post"]
    dynamodb.add_response("put_item", {})
    sns.add_response("publish", {})
    dynamodb.add_response("update_item", {})
    assert call(CREATED, CREATED) == {"batchItemFailures": []}
    assert post["id"]


def test_an_imported_post_is_not_mailed(logged: Callable[[], list[dict[str, Any]]]) -> None:
    event = load_event("blog_post_created")
    event["detail"]["imported"] = True
    assert call(json.dumps(event)) == {"batchItemFailures": []}  # and neither the table nor SNS was called
    [told] = [line for line in logged() if line["message"] == "imported post not mailed"]
    assert told["postId"] == event["detail"]["post"]["id"]


def test_a_message_that_is_no_event_fails_alone(dynamodb: Stubber, sns: Stubber) -> None:
    dynamodb.add_response("put_item", {})
    sns.add_response("publish", {})
    dynamodb.add_response("update_item", {})
    assert call("{}", CREATED) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}


def test_all_messages_of_a_post_that_is_not_done_come_again() -> None:
    failures = call(CREATED, CREATED, context=Call(milliseconds=9_000))["batchItemFailures"]
    assert failures == [{"itemIdentifier": "m1"}, {"itemIdentifier": "m2"}]
