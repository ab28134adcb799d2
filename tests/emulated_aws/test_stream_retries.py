"""DynamoDB stream mappings retry, give up and go on as on AWS."""

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import Any

import pytest
from mypy_boto3_lambda.literals import FunctionResponseTypeType

from emulated_aws.emulator import Emulator
from tests.emulated_aws.resources import create_function, create_queue, receive

# Tells the queue named in each item which ids it was given, then fails as the items say.
SOURCE = """
import json, boto3
sqs = boto3.client("sqs")
def handle(event, context):
    images = [record["dynamodb"]["NewImage"] for record in event["Records"]]
    ids = [image["id"]["S"] for image in images]
    sqs.send_message(QueueUrl=images[0]["deliveries"]["S"], MessageBody=json.dumps(ids))
    if any(image["fails"]["S"] == "all" for image in images):
        raise ValueError("all")
    if any(image["fails"]["S"] == "nonsense" for image in images):
        return {"batchItemFailures": [{"itemIdentifier": None}]}
    failed = [r for r, image in zip(event["Records"], images) if image["fails"]["S"] == "itself"]
    return {"batchItemFailures": [{"itemIdentifier": r["dynamodb"]["SequenceNumber"]} for r in failed]}
"""
PARTIAL: list[FunctionResponseTypeType] = ["ReportBatchItemFailures"]


class Stream:
    """A table with a stream, and a function that notes each delivery."""

    def __init__(self, emulator: Emulator, function: str, name: str) -> None:
        self._emulator = emulator
        self._function = function
        self._table = name
        self._ids = count(1)
        self._deliveries, _ = create_queue(emulator, f"{name}-deliveries")
        self._failures, self._failures_arn = create_queue(emulator, f"{name}-failures")
        table = emulator.client("dynamodb").create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )["TableDescription"]
        self.arn = table["LatestStreamArn"]

    def write(self, *fails: str) -> None:
        """Writes an item for each of "" (fine), "itself", "all" or "nonsense". Ids count up from "1"."""
        dynamodb = self._emulator.client("dynamodb")
        for how in fails:
            item = {"id": str(next(self._ids)), "fails": how, "deliveries": self._deliveries}
            dynamodb.put_item(TableName=self._table, Item={key: {"S": value} for key, value in item.items()})

    def map(self, **settings: Any) -> None:  # noqa: ANN401 - whatever the API takes
        self._mapping = self._emulator.client("lambda").create_event_source_mapping(
            EventSourceArn=self.arn,
            FunctionName=self._function,
            StartingPosition="TRIM_HORIZON",
            DestinationConfig={"OnFailure": {"Destination": self._failures_arn}},
            **{"BatchSize": 100, **settings},
        )["UUID"]

    def close(self) -> None:
        """Ends the mapping."""
        self._emulator.client("lambda").delete_event_source_mapping(UUID=self._mapping)

    def deliveries(self, how_many: int) -> list[list[str]]:
        """Waits for deliveries. Returns the ids in each."""
        return [json.loads(body) for body in receive(self._emulator, self._deliveries, how_many)]

    def failure(self) -> dict[str, Any]:
        """Waits for a record at the on-failure destination."""
        record: dict[str, Any] = json.loads(receive(self._emulator, self._failures, 1)[0])
        return record


@pytest.fixture(scope="module")
def function(emulator: Emulator) -> str:
    return create_function(emulator, SOURCE, "sqs:SendMessage")


@pytest.fixture
def stream(emulator: Emulator, function: str, name: str) -> Iterator[Stream]:
    with closing(Stream(emulator, function, name)) as stream:
        yield stream


@pytest.fixture
def other_stream(emulator: Emulator, function: str, name: str) -> Iterator[Stream]:
    with closing(Stream(emulator, function, f"{name}-other")) as stream:
        yield stream


def test_records_before_the_lowest_failure_are_not_delivered_again(stream: Stream) -> None:
    stream.write("", "itself", "", "itself", "")
    stream.map(FunctionResponseTypes=PARTIAL, MaximumRetryAttempts=1)
    stream.deliveries(1)
    assert stream.deliveries(1) == [["2", "3", "4", "5"]]


def test_a_retried_batch_takes_no_newer_records(stream: Stream) -> None:
    stream.write("", "itself")
    stream.map(FunctionResponseTypes=PARTIAL, MaximumRetryAttempts=2)
    assert stream.deliveries(1) == [["1", "2"]]
    stream.write("")
    assert stream.deliveries(3) == [["2"], ["2"], ["3"]]


def test_when_the_retries_are_used_up_the_destination_is_told_and_the_stream_goes_on(stream: Stream) -> None:
    stream.write("all")
    stream.map(MaximumRetryAttempts=2)
    assert stream.deliveries(3) == [["1"]] * 3
    failure = stream.failure()
    assert failure["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert failure["DDBStreamBatchInfo"]["batchSize"] == 1
    assert failure["DDBStreamBatchInfo"]["streamArn"] == stream.arn
    stream.write("")
    assert stream.deliveries(1) == [["2"]]


def test_without_retries_a_batch_is_given_up_at_once(stream: Stream) -> None:
    stream.write("all")
    stream.map(MaximumRetryAttempts=0)
    stream.failure()
    stream.write("")
    assert stream.deliveries(2) == [["1"], ["2"]]


def test_the_record_of_a_partial_failure_tells_what_was_left(stream: Stream) -> None:
    stream.write("", "", "itself", "")
    stream.map(FunctionResponseTypes=PARTIAL, MaximumRetryAttempts=0)
    assert stream.failure()["DDBStreamBatchInfo"]["batchSize"] == 2
    assert stream.deliveries(1) == [["1", "2", "3", "4"]]


def test_partial_failures_are_ignored_unless_asked_for(stream: Stream) -> None:
    stream.write("itself")
    stream.map(MaximumRetryAttempts=1)
    assert stream.deliveries(1) == [["1"]]
    stream.write("")
    assert stream.deliveries(1) == [["2"]]


def test_an_answer_that_makes_no_sense_fails_the_whole_batch(stream: Stream) -> None:
    stream.write("", "nonsense")
    stream.map(FunctionResponseTypes=PARTIAL, MaximumRetryAttempts=0)
    assert stream.failure()["DDBStreamBatchInfo"]["batchSize"] == 2


def test_a_bisected_batch_loses_only_the_bad_record(stream: Stream) -> None:
    stream.write("", "", "all", "")
    stream.map(BisectBatchOnFunctionError=True, MaximumRetryAttempts=0)
    assert stream.failure()["DDBStreamBatchInfo"]["batchSize"] == 1
    assert stream.deliveries(5) == [["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["4"]]


def test_filtered_records_are_neither_delivered_nor_in_the_way(stream: Stream) -> None:
    pattern = json.dumps({"dynamodb": {"NewImage": {"fails": {"S": ["itself"]}}}})
    stream.write("", "itself", "", "itself")
    stream.map(
        FunctionResponseTypes=PARTIAL,
        MaximumRetryAttempts=1,
        FilterCriteria={"Filters": [{"Pattern": pattern}]},
    )
    assert stream.deliveries(2) == [["2", "4"], ["2", "4"]]


def test_a_stream_that_fails_for_ever_does_not_hold_up_another(stream: Stream, other_stream: Stream) -> None:
    stream.write("all")
    stream.map()
    stream.deliveries(2)
    other_stream.write("")
    other_stream.map()
    assert other_stream.deliveries(1) == [["1"]]


def test_a_record_that_is_too_old_is_not_retried(stream: Stream) -> None:
    stream.write("all")
    stream.map(MaximumRecordAgeInSeconds=0)
    assert stream.failure()["requestContext"]["condition"] == "MaxRecordAgeExceeded"
    stream.write("")
    assert stream.deliveries(2) == [["1"], ["2"]]
