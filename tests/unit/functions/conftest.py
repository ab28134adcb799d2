"""AWS clients that answer from a script, in which botocore's Stubber holds all to the services' models."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from functions.runtime import clients, log, unreadable
from tests.unit.functions.call import Call
from tests.unit.functions.stubbed_client import make_stubbed_client, sdk_client

ENVIRONMENT = {
    "POSTS_TABLE": "posts",
    "IDEMPOTENCY_TABLE": "idempotency-keys",
    "SUBSCRIPTIONS_TABLE": "subscriptions",
    "SUBSCRIBERS_TABLE": "subscribers",
    "DELIVERIES_TABLE": "deliveries",
    "ENRICHED_POSTS_TABLE": "enriched-posts",
    "EMAILS_TABLE": "emails",
    "TOPIC_ARN": "arn:aws:sns:us-east-1:123456789012:notifications",
    "DEAD_LETTER_QUEUE_ARN": "arn:aws:sqs:us-east-1:123456789012:undelivered",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/relay-dead-letters",
    "EVENT_BUS": "blog",
    "LANGUAGE": "en",
    "ISSUER": "https://issuer.example.com",
    "AUDIENCE": "blog",
    "TICKETS_TABLE": "tickets",
    "QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/push",
    "MANAGEMENT_ENDPOINT": "https://0123456789.execute-api.us-east-1.amazonaws.com/live",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Lambda gives a function, without a way to reach AWS."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setattr(unreadable, "_logged", set())
    monkeypatch.setattr(clients, "Client", lambda service, *_options: make_stubbed_client(service.name))


def _stub(service: str) -> Iterator[Stubber]:
    with Stubber(sdk_client(service)) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def dynamodb(environment: None) -> Iterator[Stubber]:  # noqa: ARG001 - handlers read it
    yield from _stub("dynamodb")


@pytest.fixture
def sns(environment: None) -> Iterator[Stubber]:  # noqa: ARG001 - handlers read it
    yield from _stub("sns")


@pytest.fixture
def events(environment: None) -> Iterator[Stubber]:  # noqa: ARG001 - handlers read it
    yield from _stub("events")


@pytest.fixture
def comprehend(environment: None) -> Iterator[Stubber]:  # noqa: ARG001 - handlers read it
    yield from _stub("comprehend")


@pytest.fixture
def management_api(environment: None) -> Iterator[Stubber]:  # noqa: ARG001 - handlers read it
    yield from _stub("apigatewaymanagementapi")


@pytest.fixture
def sqs(environment: None) -> Iterator[Stubber]:  # noqa: ARG001 - handlers read it
    yield from _stub("sqs")


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    """Returns the log's records so far, but for what all have in common. Metrics are none."""
    log.begin(Call())

    def read() -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        common = {"timestamp", "service", "cold_start", "function_request_id"}
        return [
            {name: value for name, value in line.items() if name not in common}
            for line in lines
            if "_aws" not in line
        ]

    return read
