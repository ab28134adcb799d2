"""Redriving of dead letters, as an operator does when the cause is gone."""

import json
from typing import Any

from emulated_aws.emulator import Emulator
from local.faults.queues import find_queues

_DEAD_LETTERS = "-dead-letters"  # behind the name of what gave them up


class RedriveError(Exception):
    """A dead letter failed again."""


def redrive(emulator: Emulator) -> int:
    """Puts the stack's dead letters back. Returns how many there were.

    Those of a function's queue go back there; so do events that the bus could not deliver to it, which are in
    the same queue. Of the relay's, an item that is no post is thrown away, and records that it gave up are
    read from the stream and given to it again.

    Raises:
        RedriveError: The relay does not take its records this time either.
    """
    sqs = emulator.client("sqs")
    queues = {queue.name: queue for queue in find_queues(emulator)}
    count = 0
    for queue in queues.values():
        if not queue.name.endswith(_DEAD_LETTERS):
            continue
        source = queues.get(queue.name.removesuffix(_DEAD_LETTERS))
        while messages := sqs.receive_message(QueueUrl=queue.url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                if source is not None:
                    sqs.send_message(QueueUrl=source.url, MessageBody=message["Body"])
                else:
                    _relay_again(emulator, json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
            count += len(messages)
    return count


def _relay_again(emulator: Emulator, letter: dict[str, Any]) -> None:
    if "record" in letter:  # no post
        return
    # https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
    batch = letter["DDBStreamBatchInfo"]
    streams = emulator.client("dynamodbstreams")
    iterator = streams.get_shard_iterator(
        StreamArn=batch["streamArn"],
        ShardId=batch["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=batch["startSequenceNumber"],
    )["ShardIterator"]
    records = streams.get_records(ShardIterator=iterator)["Records"]
    last = next(
        index
        for index, record in enumerate(records)
        if record["dynamodb"]["SequenceNumber"] == batch["endSequenceNumber"]
    )
    answer = emulator.client("lambda").invoke(
        FunctionName=letter["requestContext"]["functionArn"],
        Payload=json.dumps({"Records": records[: last + 1]}, default=lambda instant: instant.timestamp()),
    )
    if "FunctionError" in answer or json.load(answer["Payload"])["batchItemFailures"]:
        raise RedriveError(f"the relay does not take {batch}")
