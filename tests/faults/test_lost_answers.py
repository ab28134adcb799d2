"""Stores whose first attempt is done, and loses its answer: the client's second finds what the first left."""

from collections.abc import Iterator
from typing import cast

import pytest
from mypy_boto3_dynamodb import DynamoDBClient
from ulid import ULID

from emulated_aws.emulator import REGION, ROOT_KEY
from emulated_aws.faults.proxy import FaultProxy
from emulated_aws.faults.schedule import Fault, Schedule
from functions.event_pipeline.email_notifications.email_store import Claim, EmailStore
from functions.realtime_gateway.delivery_store import Claim as DeliveryClaim
from functions.realtime_gateway.delivery_store import Delivery, DeliveryStore
from functions.runtime.aws.client import Client
from functions.runtime.clients import make_client
from local.stack import LocalStack, program_name
from tests.unit.functions.runtime.aws.conftest import disconnect


class FirstAnswerLost(Schedule):
    """Loses the answer of the first call, and lets all others pass."""

    def __init__(self) -> None:
        super().__init__(0)
        self._faults = iter([Fault.ANSWER_LOST])

    def next_fault(self, operation: str) -> Fault | None:
        del operation
        return next(self._faults, None)


@pytest.fixture
def dynamodb(stack: LocalStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[DynamoDBClient]:
    with FaultProxy(stack.emulator.endpoint, FirstAnswerLost()) as proxy:
        proxy.is_on = True
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", ROOT_KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", ROOT_KEY)
        monkeypatch.setenv("AWS_REGION", REGION)
        monkeypatch.setenv("AWS_ENDPOINT_URL", stack.emulator.endpoint)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        client = make_client("dynamodb")
        yield client
        disconnect(cast("Client", client))
        assert proxy.incidents


def table_of(stack: LocalStack, name: str) -> str:
    names = stack.emulator.client("dynamodb").list_tables()["TableNames"]
    [table] = [one for one in names if program_name(one) == name]
    return table


def test_a_claim_to_mail_a_post_is_the_claimants(stack: LocalStack, dynamodb: DynamoDBClient) -> None:
    emails, post_id = EmailStore(dynamodb, table_of(stack, "events-emails-sent")), str(ULID())
    assert emails.claim(post_id) is Claim.TAKEN
    assert emails.claim(post_id) is Claim.IN_PROGRESS


@pytest.mark.parametrize("stage", [1, 2])
def test_claims_to_tell_many_connections_are_the_claimants(
    stack: LocalStack, dynamodb: DynamoDBClient, stage: int
) -> None:
    deliveries = DeliveryStore(dynamodb, table_of(stack, "realtime-deliveries"))
    wished = [Delivery(str(ULID()), f"c{number}", stage) for number in range(3)]
    assert deliveries.claim_each(wished) == [DeliveryClaim.LEASED] * 3
