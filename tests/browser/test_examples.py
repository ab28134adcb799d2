"""The browser's example of docs/api.md, as it stands."""

import json

import httpx

from local.stack import LocalStack
from tests.browser.reader import Reader
from tests.end_to_end.examples import example


def test_the_example_for_browsers_works(
    visitor: Reader, stack: LocalStack, token: str, blog: httpx.Client
) -> None:
    page = visitor.page
    with page.expect_console_message(lambda message: "subscribed" in message.text):
        page.evaluate(
            f"async ([apiUrl, websocketUrl, token]) => {{ {example('js')} }}",
            [stack.outputs["apiUrl"], stack.outputs["websocketUrl"], token],
        )
    draft = {"author": "Joe", "title": "Heard", "body": "I love Spain", "topic": "summer"}
    with page.expect_console_message(lambda message: "blogPostEnriched" in message.text) as update:
        blog.post("/posts", json=draft).raise_for_status()
    assert json.loads(update.value.text)["title"] == "Heard"
