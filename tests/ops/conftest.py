"""The stack as an operator sees it who has the role that the docs propose, and no other permission."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.bus_events import listen
from local.faults.run import client_of
from local.faults.writer import Post, write_post
from local.stack import LocalStack
from ops.stack import LOCAL, Stack

POLICY = Path(__file__).parents[2] / "docs" / "operator-policy.json"

# Statements about resources that MiniStack does not find in a call: it wants them to allow all.
UNKNOWN = {"RedriveStream", "Replay"}

Events = Iterator[dict[str, Any]]


@pytest.fixture(scope="session")
def operated(stack: LocalStack) -> Stack:
    iam = stack.emulator.client("iam")
    iam.create_user(UserName="operator")
    policy = json.loads(POLICY.read_text().replace("STACK", LOCAL))
    for statement in policy["Statement"]:
        if statement["Sid"] in UNKNOWN:
            statement["Resource"] = "*"
    iam.put_user_policy(UserName="operator", PolicyName="operate", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName="operator")["AccessKey"]
    session = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"])
    return Stack(LOCAL, stack.outputs, session)


@pytest.fixture
def events(stack: LocalStack) -> Events:
    return listen(stack.emulator, stack.outputs["eventBusName"])


@pytest.fixture
def post(stack: LocalStack, events: Events) -> Post:
    """A post that is enriched."""
    with client_of(stack) as http:
        post = write_post(http, "Operated", "operating")
    assert post
    find_event(events, post, "BlogPostEnriched")
    return post


def find_event(events: Events, post: Post, detail_type: str) -> dict[str, Any]:
    """Waits for an event about a post."""
    return next(e for e in events if (e["detail"]["post"]["id"], e["detail-type"]) == (post.id, detail_type))


def give_up(stack: LocalStack, queue: str, letter: object, attributes: dict[str, str] | None = None) -> None:
    """Puts a dead letter into a queue."""
    stack.emulator.client("sqs").send_message(
        QueueUrl=stack.outputs["operations"]["deadLetters"][queue]["url"],
        MessageBody=json.dumps(letter),
        MessageAttributes={
            name: {"DataType": "String", "StringValue": value} for name, value in (attributes or {}).items()
        },
    )
