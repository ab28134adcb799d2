"""Stores whose first attempt is done, and loses its answer: the SDK's second finds what the first left."""

from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from mypy_boto3_dynamodb import DynamoDBClient
from ulid import ULID

from emulated_aws.faults.proxy import FaultProxy
from emulated_aws.faults.schedule import Fault, Schedule
from functions.event_pipeline.email_notifications.email_store import Claim, EmailStore
from local.stack import LocalStack, program_name


class FirstAnswerLost(Schedule):
    """Loses the answer of the first call, and lets all others pass."""

    def __init__(self) -> None:
        super().__init__(0)
        self._faults = iter([Fault.ANSWER_LOST])

    def next_fault(self, operation: str) -> Fault | None:
        del operation
        return next(self._faults, None)


@pytest.fixture
def dynamodb(stack: LocalStack) -> Iterator[DynamoDBClient]:
    with FaultProxy(stack.emulator.endpoint, FirstAnswerLost()) as proxy:
        proxy.is_on = True
        session = boto3.Session("test", "test", region_name="us-east-1")
        yield session.client(
            "dynamodb", endpoint_url=stack.emulator.endpoint, config=Config(proxies={"http": proxy.url})
        )
        assert proxy.incidents


def test_a_claim_to_mail_a_post_is_the_claimants(stack: LocalStack, dynamodb: DynamoDBClient) -> None:
    names = stack.emulator.client("dynamodb").list_tables()["TableNames"]
    [table] = [name for name in names if program_name(name) == "events-emails-sent"]
    emails, post_id = EmailStore(dynamodb, table), str(ULID())
    assert emails.claim(post_id) is Claim.TAKEN
    assert emails.claim(post_id) is Claim.IN_DOUBT
