"""Clients of the whole blog, and the means to break it."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache

import httpx
import pytest
from mypy_boto3_sqs import SQSClient

from emulated_aws.mails import open_mailbox
from emulated_aws.server.mailbox import Mail
from local.stack import LocalStack, program_name, sign_up
from tests.end_to_end.client import PATIENCE, Blog

SignIn = Callable[[str], dict[str, str]]
Failing = Callable[[], AbstractContextManager[None]]
WithoutPermission = Callable[[str, str], AbstractContextManager[None]]


@pytest.fixture(scope="session")
def blog(stack: LocalStack) -> Iterator[Blog]:
    client = Blog(stack.outputs["apiUrl"], stack.outputs["websocketUrl"], stack.token)
    with client.http:
        yield client


@pytest.fixture(scope="session")
def sign_in(stack: LocalStack) -> SignIn:
    """Makes a user with a verified email address. Gives the headers of the user's requests."""

    @cache
    def headers(email: str) -> dict[str, str]:
        return {"authorization": f"Bearer {sign_up(stack.emulator, stack.outputs, email)}"}

    return headers


@pytest.fixture
def mails(stack: LocalStack) -> Iterator[Iterator[Mail]]:
    """The mailbox of everybody, from the first mail of the session on."""
    with open_mailbox(stack.emulator.endpoint, PATIENCE) as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def sqs(stack: LocalStack) -> SQSClient:
    return stack.emulator.client("sqs")


class Queue:
    """A queue of the stack, as an operator handles it."""

    def __init__(self, sqs: SQSClient, name: str) -> None:
        self._sqs = sqs
        urls = sqs.list_queues(QueueNamePrefix=f"local-{name}-")["QueueUrls"]
        [self.url] = [url for url in urls if program_name(url.rpartition("/")[2]) == name]

    @contextmanager
    def retrying_at_once(self) -> Iterator[None]:
        """Makes failed messages come back after a second, and the queue give up at the second failure."""
        usual = self._sqs.get_queue_attributes(
            QueueUrl=self.url, AttributeNames=["VisibilityTimeout", "RedrivePolicy"]
        )["Attributes"]
        redrive = json.dumps({**json.loads(usual["RedrivePolicy"]), "maxReceiveCount": 2})
        self._sqs.set_queue_attributes(
            QueueUrl=self.url, Attributes={"VisibilityTimeout": "1", "RedrivePolicy": redrive}
        )
        try:
            yield
        finally:
            self._sqs.set_queue_attributes(QueueUrl=self.url, Attributes=usual)

    def take(self) -> str:
        """Waits for a message, and removes it. Returns its body."""
        for _ in range(3):  # SQS waits at most 20 s; five attempts on a busy machine take longer
            answer = self._sqs.receive_message(QueueUrl=self.url, WaitTimeSeconds=20)
            if "Messages" in answer:
                break
        [message] = answer["Messages"]
        self._sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return message["Body"]

    def send(self, body: str) -> None:
        """Puts a message into the queue."""
        self._sqs.send_message(QueueUrl=self.url, MessageBody=body)


@pytest.fixture(scope="session")
def recognition_queue(sqs: SQSClient) -> Queue:
    return Queue(sqs, "events-recognition")


@pytest.fixture(scope="session")
def recognition_dead_letters(sqs: SQSClient) -> Queue:
    return Queue(sqs, "events-recognition-dead-letters")


@pytest.fixture
def failing_comprehend(stack: LocalStack, recognition_queue: Queue) -> Failing:
    """Makes Comprehend throttle every call for the length of a block."""

    @contextmanager
    def failing() -> Iterator[None]:
        fault = f"{stack.emulator.endpoint}/_local/comprehend/fault"
        httpx.put(fault, json={"error": "ThrottlingException"}).raise_for_status()
        try:
            with recognition_queue.retrying_at_once():
                yield
        finally:
            httpx.delete(fault).raise_for_status()

    return failing


@pytest.fixture
def without_permission(stack: LocalStack) -> WithoutPermission:
    """Takes an action from the role of a function, by the function's name, for the length of a block."""
    iam = stack.emulator.client("iam")

    @contextmanager
    def taken(function: str, action: str) -> Iterator[None]:
        [role] = [r["RoleName"] for r in iam.list_roles()["Roles"] if program_name(r["RoleName"]) == function]
        policies = {
            name: json.dumps(iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])
            for name in iam.list_role_policies(RoleName=role)["PolicyNames"]
        }
        assert any(action in policy for policy in policies.values())
        for name, policy in policies.items():
            reduced = json.loads(policy)
            for statement in reduced["Statement"]:
                statement["Action"] = [kept for kept in statement["Action"] if kept != action] or [
                    "none:None"
                ]
            iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(reduced))
        try:
            yield
        finally:
            for name, policy in policies.items():
                iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=policy)

    return taken
