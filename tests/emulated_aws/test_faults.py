"""Faults look to a caller as AWS's do, and a seed means the same ones each time."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore import endpoint
from botocore.config import Config
from botocore.exceptions import ClientError, ProxyConnectionError

from emulated_aws.emulator import REGION, ROOT_KEY, Emulator
from emulated_aws.faults.proxy import FaultProxy
from emulated_aws.faults.schedule import PROBABILITIES, Fault, Schedule
from tests.emulated_aws.resources import create_queue

GONE = {"ConnectionId": "none", "Data": b"x"}


class Always(Schedule):
    """One fault, for every call."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(0)
        self._fault = fault

    def next_fault(self, operation: str) -> Fault:
        del operation
        return self._fault


@contextmanager
def failing(emulator: Emulator, fault: Fault) -> Iterator[FaultProxy]:
    with FaultProxy(emulator.endpoint, Always(fault)) as proxy:
        proxy.is_on = True
        yield proxy


def client(emulator: Emulator, proxy: FaultProxy, service: str, attempts: int = 1) -> Any:  # noqa: ANN401 - any service's
    session = boto3.Session(ROOT_KEY, ROOT_KEY, region_name=REGION)
    config = Config(proxies={"http": proxy.url}, retries={"total_max_attempts": attempts})
    return session.client(service, endpoint_url=emulator.endpoint, config=config)  # type: ignore[call-overload] # the service is a variable


CALLS: list[tuple[str, Callable[[Any], object], str, str]] = [
    (
        "dynamodb",
        lambda c: c.list_tables(),
        "InternalServerError",
        "ProvisionedThroughputExceededException",
    ),
    ("events", lambda c: c.list_rules(), "InternalException", "ThrottlingException"),
    (
        "comprehend",
        lambda c: c.detect_entities(Text="Joe", LanguageCode="en"),
        "InternalServerException",
        "ThrottlingException",
    ),
    ("sqs", lambda c: c.list_queues(), "InternalFailure", "RequestThrottled"),
    ("sns", lambda c: c.list_topics(), "InternalError", "Throttled"),
    (
        "apigatewaymanagementapi",
        lambda c: c.post_to_connection(**GONE),
        "InternalServerException",
        "LimitExceededException",
    ),
]


@pytest.fixture
def impatient_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits for nothing before it tries again."""
    monkeypatch.setattr(endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None))


@pytest.mark.usefixtures("impatient_sdk")
@pytest.mark.parametrize(("service", "call", "internal", "throttling"), CALLS, ids=[c[0] for c in CALLS])
def test_each_service_fails_and_throttles_in_words_that_its_sdk_knows(
    emulator: Emulator, service: str, call: Callable[[Any], object], internal: str, throttling: str
) -> None:
    for fault, code in ((Fault.FAILED, internal), (Fault.THROTTLED, throttling)):
        with failing(emulator, fault) as proxy:
            with pytest.raises(ClientError) as failed:
                call(client(emulator, proxy, service))
            assert failed.value.response["Error"]["Code"] == code
            with pytest.raises(ClientError) as failed:
                call(client(emulator, proxy, service, attempts=2))
            assert failed.value.response["ResponseMetadata"]["RetryAttempts"] == 1  # it is worth another try


@pytest.mark.parametrize(("fault", "times"), [(Fault.DROPPED, 0), (Fault.ANSWER_LOST, 1)], ids=str)
def test_a_broken_connection_does_not_tell_whether_a_call_was_done(
    emulator: Emulator, name: str, fault: Fault, times: int
) -> None:
    url, _ = create_queue(emulator, name)
    # As botocore calls a broken connection to a proxy. It tries again as after any other.
    with failing(emulator, fault) as proxy, pytest.raises(ProxyConnectionError):
        client(emulator, proxy, "sqs").send_message(QueueUrl=url, MessageBody="x")
    assert count(emulator, url) == times


def test_a_call_that_is_done_twice_is_answered_once(emulator: Emulator, name: str) -> None:
    url, _ = create_queue(emulator, name)
    with failing(emulator, Fault.TWICE) as proxy:
        assert client(emulator, proxy, "sqs").send_message(QueueUrl=url, MessageBody="x")["MessageId"]
        assert [incident.call.name for incident in proxy.incidents] == ["sqs.SendMessage"]
    assert count(emulator, url) == 2


CALLER = """
import sys, boto3
session = boto3.Session("test", "test", region_name="us-east-1")
session.client("sqs", endpoint_url=sys.argv[1]).send_message(QueueUrl=sys.argv[2], MessageBody="x")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="callers are found by Linux's /proc")
@pytest.mark.parametrize(("fault", "times"), [(Fault.KILLED_BEFORE, 0), (Fault.KILLED_AFTER, 1)])
def test_a_caller_is_killed_in_the_middle(emulator: Emulator, name: str, fault: Fault, times: int) -> None:
    url, _ = create_queue(emulator, name)
    with failing(emulator, fault) as proxy:
        caller = subprocess.run(
            [sys.executable, "-c", CALLER, emulator.endpoint, url],
            env={**os.environ, "HTTP_PROXY": proxy.url, "NO_PROXY": "", "no_proxy": ""},
            check=False,
        )
    assert caller.returncode == -9
    assert count(emulator, url) == times


def test_while_faults_are_off_everything_passes(emulator: Emulator, name: str) -> None:
    url, _ = create_queue(emulator, name)
    with FaultProxy(emulator.endpoint, Always(Fault.DROPPED)) as proxy:
        client(emulator, proxy, "sqs").send_message(QueueUrl=url, MessageBody="x")
        assert not proxy.incidents
    assert count(emulator, url) == 1


def test_a_connection_that_was_forgotten_is_reset_at_its_next_request_and_a_new_one_is_served(
    emulator: Emulator, name: str
) -> None:
    url, _ = create_queue(emulator, name)
    with FaultProxy(emulator.endpoint, Schedule(0)) as proxy:
        sqs = client(emulator, proxy, "sqs")
        sqs.send_message(QueueUrl=url, MessageBody="served")
        proxy.forget_connections()
        with pytest.raises(ProxyConnectionError) as broken:
            sqs.send_message(QueueUrl=url, MessageBody="not served")
        assert "Connection reset by peer" in str(broken.value.kwargs["error"])
        sqs.send_message(QueueUrl=url, MessageBody="served")
    assert count(emulator, url) == 2


def count(emulator: Emulator, queue_url: str) -> int:
    answer = emulator.client("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])


def test_a_seed_means_the_same_faults_however_operations_mix() -> None:
    one, other = Schedule(7), Schedule(7)
    puts = [one.next_fault("dynamodb.PutItem") for _ in range(200)]
    mixed = [(other.next_fault("sns.Publish"), other.next_fault("dynamodb.PutItem")) for _ in range(200)]
    assert [put for _, put in mixed] == puts
    assert puts != [Schedule(8).next_fault("dynamodb.PutItem") for _ in range(200)]


def test_faults_are_as_frequent_as_they_should_be() -> None:
    schedule = Schedule(1)
    seen = Counter(schedule.next_fault("dynamodb.PutItem") for _ in range(100_000))
    for fault, probability in PROBABILITIES.items():
        assert seen[fault] == pytest.approx(100_000 * probability, rel=0.25)


def test_what_is_done_once_only_is_never_done_twice() -> None:
    schedule = Schedule(1, once={"sns.Publish"})
    assert Fault.TWICE not in {schedule.next_fault("sns.Publish") for _ in range(2_000)}
