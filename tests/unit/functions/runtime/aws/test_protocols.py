"""Requests to services and their answers, beside botocore's serializers and parsers."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

import pytest
from botocore.parsers import create_parser

from functions.runtime.aws.answer import Answer, UnreadableAnswerError
from functions.runtime.aws.service import Service
from tests.unit.functions.stubbed_client import assert_as_the_sdk, sdk_client

CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("dynamodb", "PutItem", {"TableName": "posts", "Item": {"id": {"S": "é\U0001f600"}, "n": {"N": "1"}}}),
    ("dynamodb", "GetItem", {"TableName": "posts", "Key": {"id": {"S": "1"}}, "ConsistentRead": True}),
    (
        "events",
        "PutEvents",
        {"Entries": [{"Detail": '{"a": "b"}', "Time": datetime(2026, 3, 1, 9, 30, 0, 250_000, tzinfo=UTC)}]},
    ),
    ("sqs", "SendMessage", {"QueueUrl": "https://sqs.example.com/1/q", "MessageBody": "\u2028"}),
    ("comprehend", "DetectEntities", {"Text": "Zoë", "LanguageCode": "en"}),
    ("apigatewaymanagementapi", "PostToConnection", {"ConnectionId": "a b/ö=@", "Data": b"\xff{}"}),
    ("sns", "Subscribe", {"TopicArn": "arn", "Protocol": "email", "ReturnSubscriptionArn": True}),
    ("sns", "Subscribe", {"TopicArn": "arn", "Protocol": "email", "Attributes": {"A": "1&2", "B": "é ="}}),
    (
        "sns",
        "Publish",
        {
            "Message": "a\nb",
            "MessageAttributes": {
                name: {"DataType": "String", "StringValue": f"{name}+"} for name in ("one", "two")
            },
        },
    ),
]


@pytest.mark.parametrize(("service", "operation", "parameters"), CALLS)
def test_calls_are_written_as_by_the_sdk(service: str, operation: str, parameters: Mapping[str, Any]) -> None:
    request = Service.named(service).protocol.write(operation, parameters)
    assert_as_the_sdk(request, sdk_client(service), operation, parameters)


def answer(body: bytes, status: int = 200, **headers: str) -> Answer:
    return Answer(status, {name.lower().replace("_", "-"): value for name, value in headers.items()}, body)


def sdk_reading(service: str, operation: str, one: Answer) -> dict[str, Any]:
    """Reads an answer by botocore."""
    model: Any = sdk_client(service).meta.service_model
    parser = create_parser(model.protocol)
    headers = {name.lower(): value for name, value in one.headers.items()}
    response = {"status_code": one.status, "headers": headers, "body": one.body}
    read: dict[str, Any] = parser.parse(response, model.operation_model(operation).output_shape)
    if error_shape := model.shape_for_error_code(read.get("Error", {}).get("Code")):
        read |= parser.parse(response, error_shape)
    del read["ResponseMetadata"]
    return read


SNS = '<{0}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/">{1}<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{0}Response>'


@pytest.mark.parametrize(
    ("service", "operation", "body"),
    [
        ("dynamodb", "GetItem", '{"Item": {"id": {"S": "é"}, "tags": {"L": [{"BOOL": true}]}}}'),
        ("dynamodb", "PutItem", "{}"),
        ("events", "PutEvents", '{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}'),
        ("sqs", "SendMessage", '{"MessageId": "1"}'),
        ("apigatewaymanagementapi", "PostToConnection", ""),
        ("sns", "Publish", SNS.format("Publish", "<PublishResult><MessageId>1</MessageId></PublishResult>")),
        ("sns", "SetSubscriptionAttributes", SNS.format("SetSubscriptionAttributes", "")),
        (
            "sns",
            "GetSubscriptionAttributes",
            SNS.format(
                "GetSubscriptionAttributes",
                "<GetSubscriptionAttributesResult><Attributes>"
                "<entry><key>FilterPolicy</key><value>{&quot;topic&quot;: [&quot;é&quot;]}</value></entry>"
                "<entry><key>Empty</key><value/></entry>"
                "</Attributes></GetSubscriptionAttributesResult>",
            ),
        ),
    ],
)
def test_answers_are_read_as_by_the_sdk(service: str, operation: str, body: str) -> None:
    one = answer(body.encode())
    assert Service.named(service).protocol.read(one) == sdk_reading(service, operation, one)


CONDITION = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"
CANCELLED = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"
REASONS = [{"Code": "ConditionalCheckFailed", "Item": {"id": {"S": "1"}}}, {"Code": "None"}]
GONE = "GoneException:http://internal.amazon.com/coral/com.amazonaws.apigateway/"


@pytest.mark.parametrize(
    ("service", "operation", "one"),
    [
        (
            "dynamodb",
            "PutItem",
            answer(
                json.dumps({"__type": CONDITION, "message": "no", "Item": {"id": {"S": "1"}}}).encode(), 400
            ),
        ),
        (
            "dynamodb",
            "TransactWriteItems",
            answer(
                json.dumps({"__type": CANCELLED, "Message": "no", "CancellationReasons": REASONS}).encode(),
                400,
            ),
        ),
        ("events", "PutEvents", answer(b'{"__type": "InternalException"}', 500)),
        (
            "apigatewaymanagementapi",
            "PostToConnection",
            answer(b'{"message": "gone"}', 410, x_amzn_ErrorType=GONE),
        ),
        (
            "apigatewaymanagementapi",
            "PostToConnection",
            answer(b"", 410, x_amzn_ErrorType="GoneException"),
        ),
        (
            "sns",
            "Publish",
            answer(
                b'<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>'
                b"<Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>",
                404,
            ),
        ),
    ],
)
def test_errors_are_read_as_by_the_sdk(service: str, operation: str, one: Answer) -> None:
    read, expected = Service.named(service).protocol.read_error(one), sdk_reading(service, operation, one)
    assert read["Error"]["Code"] == expected["Error"]["Code"]
    assert read["Error"]["Message"] == expected["Error"]["Message"]
    assert read.get("Item") == expected.get("Item")
    reasons = [
        {name: value for name, value in reason.items() if value is not None}
        for reason in expected.get("CancellationReasons", [])
    ]
    assert read.get("CancellationReasons", []) == reasons


@pytest.mark.parametrize("service", ["dynamodb", "sns", "apigatewaymanagementapi"])
@pytest.mark.parametrize("body", [b"", b"<html>Bad <b>gateway</html>"])
def test_an_error_that_no_service_writes_is_told_by_its_status(service: str, body: bytes) -> None:
    error = Service.named(service).protocol.read_error(answer(body, 502))
    assert error["Error"] == {"Code": "502", "Message": ""}


def test_an_answer_is_held_to_its_checksum() -> None:
    protocol = Service.named("dynamodb").protocol
    body = b'{"Item": {}}'
    assert protocol.read(answer(body, x_amz_crc32=str(crc32(body)))) == {"Item": {}}
    for read in (protocol.read, protocol.read_error):
        with pytest.raises(UnreadableAnswerError, match="crc32"):
            read(answer(body, x_amz_crc32=str(crc32(body) + 1)))


def test_of_the_management_api_one_operation_is_known() -> None:
    with pytest.raises(NotImplementedError, match="DeleteConnection"):
        Service.named("apigatewaymanagementapi").protocol.write("DeleteConnection", {})
