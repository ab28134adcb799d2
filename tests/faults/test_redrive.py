"""Dead letters are put back, each kind where it belongs."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from local.bus_events import listen
from local.faults.queues import Queue, find_queues
from local.faults.redrive import redrive
from local.faults.run import client_of
from local.faults.writer import Post, write_post
from local.stack import LocalStack, program_name

Events = Iterator[dict[str, Any]]


@pytest.fixture
def events(stack: LocalStack) -> Events:
    return listen(stack.emulator, stack.outputs["eventBusName"])


@pytest.fixture
def post(stack: LocalStack) -> Post:
    with client_of(stack) as http:
        post = write_post(http, "Redriven", "redriving")
    assert post
    return post


def find_event(events: Events, post: Post, detail_type: str) -> dict[str, Any]:
    """Waits for an event about a post."""
    return next(e for e in events if (e["detail"]["post"]["id"], e["detail-type"]) == (post.id, detail_type))


def queue_of(stack: LocalStack, name: str) -> Queue:
    return next(queue for queue in find_queues(stack.emulator) if queue.name == name)


def give_up(stack: LocalStack, name: str, letter: object) -> None:
    """Puts a dead letter into a queue."""
    url = queue_of(stack, f"{name}-dead-letters").url
    stack.emulator.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(letter))


def test_what_a_function_gave_up_goes_back_to_its_queue(
    stack: LocalStack, events: Events, post: Post
) -> None:
    created = find_event(events, post, "BlogPostCreated")
    find_event(events, post, "BlogPostEnriched")
    stack.emulator.client("dynamodb").update_item(
        TableName=stack.outputs["postsTableName"],
        Key={"id": {"S": post.id}},
        UpdateExpression="SET #status = :new REMOVE entities",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":new": {"S": "NEW"}},
    )
    give_up(stack, "events-recognition", created)
    assert redrive(stack.emulator) == 1
    assert find_event(events, post, "BlogPostEnriched")["detail"]["entities"]


def test_records_that_the_relay_gave_up_are_announced(stack: LocalStack, events: Events, post: Post) -> None:
    first = find_event(events, post, "BlogPostCreated")
    emulator = stack.emulator
    streams = emulator.client("dynamodbstreams")
    stream_arn = emulator.client("dynamodb").describe_table(TableName=stack.outputs["postsTableName"])[
        "Table"
    ]["LatestStreamArn"]
    [shard] = streams.describe_stream(StreamArn=stream_arn)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(
        StreamArn=stream_arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    [number] = [
        record["dynamodb"]["SequenceNumber"]
        for record in streams.get_records(ShardIterator=iterator)["Records"]
        if record["eventName"] == "INSERT" and record["dynamodb"]["Keys"]["id"]["S"] == post.id
    ]
    [relay] = [
        function["FunctionArn"]
        for page in emulator.client("lambda").get_paginator("list_functions").paginate()
        for function in page["Functions"]
        if program_name(function["FunctionName"]) == "events-relay"
    ]
    # https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
    batch = {
        "shardId": shard["ShardId"],
        "startSequenceNumber": number,
        "endSequenceNumber": number,
        "batchSize": 1,
        "streamArn": stream_arn,
    }
    give_up(stack, "events-relay", {"requestContext": {"functionArn": relay}, "DDBStreamBatchInfo": batch})
    assert redrive(emulator) == 1
    assert find_event(events, post, "BlogPostCreated")["detail"] == first["detail"]


def test_an_item_that_is_no_post_is_thrown_away(stack: LocalStack) -> None:
    give_up(stack, "events-relay", {"record": {"eventName": "INSERT"}})
    assert redrive(stack.emulator) == 1
    assert not queue_of(stack, "events-relay-dead-letters").messages
