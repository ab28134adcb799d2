"""`make demo`: the article's scenario, played by a client of the deployed endpoints."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
from websockets.sync.client import connect

from emulated_aws.mails import open_mailbox
from local.demo_user import EMAIL
from local.stack import local_stack
from local.steps import Steps

POST = {
    "author": "Joe",
    "title": "My trip to Spain",
    "body": "Hi, I am Joe and I love travelling to Spain",
    "topic": "summer",
}
ENTITIES = {"locations": ["Spain"], "persons": ["Joe"]}

_PATIENCE = 30  # seconds for any one step: a failure must not look like a slow machine


class DemoError(Exception):
    """The stack answered something else than the scenario says."""


def run_demo() -> None:
    """Deploys to a local AWS on a free port, plays the scenario, and stops everything.

    Raises:
        DemoError: An answer, an email or a message is not what it should be, such as an error.
        httpx.HTTPError: An endpoint did not answer in time.
        TimeoutError: A WebSocket message did not come in time.
    """
    steps = Steps()
    with local_stack(0, steps) as stack:
        play(stack.emulator.endpoint, stack.outputs, stack.token, steps)
    steps.console.print("Everything was stopped; nothing is left running.")


def play(endpoint: str, outputs: Mapping[str, Any], token: str, steps: Steps) -> None:
    """Plays the scenario on a stack that nobody has used.

    Args:
        endpoint: The local AWS that it is deployed to.
        outputs: What the program exports.
        token: A bearer token of the demo user.
        steps: Told of the progress.

    Raises: As `run_demo`.
    """
    with (
        open_mailbox(endpoint, _PATIENCE) as mails,
        httpx.Client(
            headers={"authorization": f"Bearer {token}"},
            timeout=_PATIENCE,
            trust_env=False,  # no proxy leads to the local AWS
            event_hooks={"response": [_refuse_error]},
        ) as http,
    ):
        api_url = outputs["apiUrl"]

        with steps.step(f"POST /subscriptions: {EMAIL} wants to hear of summer"):
            http.post(f"{api_url}/subscriptions", json={"email": EMAIL, "topics": ["summer"]})
        with steps.step("the confirmation email came, and its link was followed"):
            _refuse_error(httpx.get(next(mails)["links"]["confirm"], trust_env=False))

        with steps.step("WebSocket connected, with a ticket from POST /tickets"):
            ticket = http.post(f"{api_url}/tickets").json()["ticket"]
            url = f"{outputs['websocketUrl']}?ticket={ticket}"
            websocket = connect(url, open_timeout=_PATIENCE, proxy=None)
        with websocket:
            with steps.step("POST /posts: Joe posts about his trip to Spain"):
                post = http.post(f"{api_url}/posts", json=POST).json()
            steps.show(post)

            with steps.step("WebSocket: subscribed to the post"):
                websocket.send(json.dumps({"action": "subscribe", "postId": post["id"]}))
                _expect(json.loads(websocket.recv(_PATIENCE)), {"type": "subscribed", "postId": post["id"]})
            with steps.step("WebSocket: the entities were pushed"):
                update = json.loads(websocket.recv(_PATIENCE))
            steps.show(update)
            _expect(update["entities"], ENTITIES)

        with steps.step(f"the email about the post came to {EMAIL}"):
            mail = next(mails)
        steps.show_text(mail["body"])
        with steps.step("GET /posts/{id}: the post as it is stored now"):
            stored = http.get(f"{api_url}/posts/{post['id']}").json()
        steps.show(stored)
        _expect(stored, {**post, "entities": ENTITIES})


def _refuse_error(answer: httpx.Response) -> None:
    if answer.is_error:
        asked = f"{answer.request.method} {answer.url}"
        raise DemoError(f"{asked} was answered {answer.status_code}: {answer.read().decode()}")


def _expect(actual: object, expected: object) -> None:
    if actual != expected:
        raise DemoError(f"expected {json.dumps(expected)}, got {json.dumps(actual)}")
