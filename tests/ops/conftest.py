"""The stack as an operator sees it who has the role that the docs propose, and no other permission."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import boto3
import pytest

from local.bus_events import listen
from local.faults.run import client_of
from local.faults.writer import Post, write_post
from local.stack import LocalStack
from ops.__main__ import main
from ops.stack import LOCAL, Stack
from tests.conftest import Command

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "docs" / "operator-policy.json"

# Statements about resources that MiniStack does not find in a call: it wants them to allow all.
UNKNOWN = {"RedriveStream", "Replay"}

Events = Iterator[dict[str, Any]]


class GiveUp(Protocol):
    """Puts a dead letter into a queue."""

    def __call__(self, queue: str, letter: object, attributes: dict[str, str] | None = None) -> None: ...


class Log(Protocol):
    """Logs a line in place of a function."""

    def __call__(self, function: str, line: str) -> None: ...


@pytest.fixture(autouse=True)
def nothing_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks without waiting, so often do these tests find a queue empty. The local AWS has one server."""
    monkeypatch.setattr("ops.dead_letters._POLL_SECONDS", 0)


@pytest.fixture
def run(command_of: Callable[[Callable[[], int]], Command]) -> Command:
    return command_of(main)


@pytest.fixture
def outputs(tmp_path: Path, stack: LocalStack) -> Path:
    """What the stack tells, as `pulumi stack output --json` does."""
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps(stack.outputs))
    return file


@pytest.fixture
def ops(run: Command, outputs: Path) -> Command:
    """Runs commands that ask the stack."""
    return lambda *arguments: run(*arguments, "--outputs", outputs)


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


@pytest.fixture
def forgotten(stack: LocalStack, post: Post) -> Post:
    """A post whose entities were lost."""
    stack.emulator.client("dynamodb").update_item(
        TableName=stack.outputs["postsTableName"],
        Key={"id": {"S": post.id}},
        UpdateExpression="SET #status = :new REMOVE entities",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":new": {"S": "NEW"}},
    )
    return post


def find_event(events: Events, post: Post, detail_type: str) -> dict[str, Any]:
    """Waits for an event about a post."""
    return next(e for e in events if (e["detail"]["post"]["id"], e["detail-type"]) == (post.id, detail_type))


@pytest.fixture
def give_up(stack: LocalStack) -> Iterator[GiveUp]:
    """Puts a dead letter into a queue, and at the end of the test takes all out of it."""
    sqs, queues = stack.emulator.client("sqs"), stack.outputs["operations"]["deadLetters"]
    used = set()

    def put(queue: str, letter: object, attributes: dict[str, str] | None = None) -> None:
        used.add(queue)
        sqs.send_message(
            QueueUrl=queues[queue]["url"],
            MessageBody=json.dumps(letter),
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value}
                for name, value in (attributes or {}).items()
            },
        )

    yield put
    for queue in used:
        sqs.purge_queue(QueueUrl=queues[queue]["url"])


@pytest.fixture
def log(stack: LocalStack) -> Iterator[Log]:
    """Logs lines in place of functions, and at the end of the test takes them away."""
    logs, groups = stack.emulator.client("logs"), set()

    def write(function: str, line: str) -> None:
        group = stack.outputs["operations"]["functions"][function]["logGroup"]
        groups.add(group)
        logs.create_log_stream(logGroupName=group, logStreamName="test")
        logs.put_log_events(
            logGroupName=group,
            logStreamName="test",
            logEvents=[{"timestamp": int(time.time() * 1000), "message": line}],
        )

    yield write
    for group in groups:
        logs.delete_log_stream(logGroupName=group, logStreamName="test")
