"""The client, over HTTP."""

import json
import time
from email.utils import formatdate

import pytest

from functions.runtime.aws.answer import UnreadableAnswerError
from functions.runtime.aws.errors import ClientError, UnreachableError
from tests.unit.functions.runtime.aws.conftest import MakeClient
from tests.unit.functions.runtime.aws.server import Reply, Server

FAILED = Reply(500, b'{"__type": "InternalServerError"}')
REFUSED = Reply(400, b'{"__type": "x#ConditionalCheckFailedException", "Item": {"a": {"S": "b"}}}')
BROKEN = Reply(status=None)


def test_an_operation_is_a_method(make_client: MakeClient, server: Server) -> None:
    server.replies = [Reply(body=b'{"Item": {"id": {"S": "1"}}}')]
    assert make_client().get_item(TableName="posts", Key={"id": {"S": "1"}}) == {"Item": {"id": {"S": "1"}}}
    [(path, headers, body)] = server.requests
    assert path == "/"
    assert headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert "/eu-west-1/dynamodb/aws4_request" in headers["authorization"]
    assert json.loads(body) == {"TableName": "posts", "Key": {"id": {"S": "1"}}}


def test_an_endpoint_may_have_a_path(make_client: MakeClient, server: Server) -> None:
    client = make_client("apigatewaymanagementapi", "/live/")
    client.post_to_connection(ConnectionId="a=", Data=b"x")
    [(path, headers, body)] = server.requests
    assert (path, body) == ("/live/@connections/a%3D", b"x")
    assert "/eu-west-1/execute-api/aws4_request" in headers["authorization"]


def test_an_error_has_a_class_and_all_that_the_service_says(make_client: MakeClient, server: Server) -> None:
    server.replies = [REFUSED]
    client = make_client()
    with pytest.raises(client.exceptions.ConditionalCheckFailedException) as refused:
        client.put_item()
    assert isinstance(refused.value, ClientError)
    assert refused.value.response["Item"] == {"a": {"S": "b"}}
    assert str(refused.value) == "PutItem failed with ConditionalCheckFailedException (400): "
    assert len(server.requests) == 1


def test_an_error_whose_code_lacks_the_last_word_has_its_class_too(
    make_client: MakeClient, server: Server
) -> None:
    error = b"<ErrorResponse><Error><Code>NotFound</Code></Error></ErrorResponse>"
    server.replies = [Reply(404, error)]
    client = make_client("sns")
    with pytest.raises(client.exceptions.NotFoundException):
        client.publish()


@pytest.mark.parametrize("failure", [FAILED, BROKEN, Reply(body=b"{}", headers={"x-amz-crc32": "1"})])
def test_what_fails_is_tried_again(
    make_client: MakeClient, server: Server, pauses: list[float], failure: Reply
) -> None:
    server.replies = [failure, failure, failure, Reply(body=b'{"done": 1}')]
    assert make_client().put_item(TableName="posts") == {"done": 1}
    assert len(pauses) == 3
    assert len({body for _, _, body in server.requests}) == 1


@pytest.mark.parametrize(("service", "attempts"), [("dynamodb", 4), ("sqs", 3), ("events", 3)])
def test_a_call_is_tried_as_often_as_by_the_sdk(
    make_client: MakeClient, server: Server, pauses: list[float], service: str, attempts: int
) -> None:
    server.replies = [FAILED] * 10
    with pytest.raises(ClientError, match="InternalServerError"):
        make_client(service).any_operation()
    assert len(server.requests) == attempts
    assert len(pauses) == attempts - 1


def test_a_call_may_be_one_that_is_never_repeated(make_client: MakeClient, server: Server) -> None:
    server.replies = [BROKEN]
    with pytest.raises(UnreadableAnswerError):
        make_client("apigatewaymanagementapi", attempts=1).post_to_connection(ConnectionId="a", Data=b"x")
    assert len(server.requests) == 1


@pytest.mark.usefixtures("pauses")
def test_an_answer_is_waited_for_so_long_and_no_longer(make_client: MakeClient, server: Server) -> None:
    server.replies = [Reply(after=1)]
    client = make_client(read_timeout=0.1, attempts=1)
    with pytest.raises(TimeoutError):
        client.put_item()
    assert client.put_item() == {}  # and what came too late is nobody's answer


@pytest.mark.parametrize("skew", [-600, 600])
def test_a_clock_that_is_wrong_is_set_by_the_services(
    make_client: MakeClient, server: Server, pauses: list[float], skew: float
) -> None:
    del pauses
    date = {"Date": formatdate(time.time() + skew, usegmt=True)}
    server.replies = [Reply(403, b'{"__type": "InvalidSignatureException"}', date)]
    client = make_client("sqs")
    client.send_message()
    client.send_message()
    signed = [headers["x-amz-date"] for _, headers, _ in server.requests]
    right = time.strftime("%Y%m%dT%H%M", time.gmtime(time.time() + skew))
    assert [when[:13] == right for when in signed] == [False, True, True]


def test_a_signature_that_is_wrong_at_the_right_time_is_wrong(
    make_client: MakeClient, server: Server
) -> None:
    date = {"Date": formatdate(usegmt=True)}
    server.replies = [Reply(403, b'{"__type": "InvalidSignatureException"}', date)]
    with pytest.raises(ClientError, match="InvalidSignature"):
        make_client().put_item()


def test_many_calls_are_under_way_at_once_and_each_has_its_result(
    make_client: MakeClient, server: Server
) -> None:
    server.replies = [
        Reply(requests=20),
        Reply(410, b"", {"x-amzn-ErrorType": "GoneException"}),
        BROKEN,
        Reply(),
    ]
    client = make_client("apigatewaymanagementapi", attempts=1)
    calls = [{"ConnectionId": f"c{n}", "Data": b"x"} for n in range(20)]
    results = client.post_to_connection.each(calls)
    assert len(server.requests) == 20
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == sorted(["GoneException", "UnreadableAnswerError", *["dict"] * 18])


def test_of_many_calls_those_that_failed_are_tried_again_together(
    make_client: MakeClient, server: Server, pauses: list[float]
) -> None:
    server.replies = [Reply(), FAILED, REFUSED, FAILED]
    results = make_client().query.each([{"TableName": str(n)} for n in range(4)])
    assert [isinstance(result, ClientError) for result in results].count(True) == 1
    assert len(server.requests) == 6
    assert len(pauses) == 1


@pytest.mark.usefixtures("pauses")
def test_nobody_at_the_other_end_is_told_apart(make_client: MakeClient, server: Server) -> None:
    server.url = "http://127.0.0.1:1"
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1:1 cannot be reached"):
        make_client().put_item()
