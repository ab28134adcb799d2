"""Batches of the stream that the relay gave up: a dead letter has the place of one, and no more."""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from ops.dead_letters import DeadLetter
from ops.stack import Stack


class ForgottenBatchError(Exception):
    """The stream has forgotten it."""


class UnreadableBatchError(Exception):
    """It cannot be read, now or at all. It says why."""


def read_batch(stack: Stack, letter: DeadLetter) -> list[Mapping[str, Any]]:
    """Reads the records of a batch from the stream, which keeps them for 24 hours.

    https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html

    Raises:
        ForgottenBatchError: It is there no more.
        UnreadableBatchError: It cannot be read.
    """
    streams = stack.client("dynamodbstreams")
    try:
        batch = letter.content["DDBStreamBatchInfo"]
        size, last = int(batch["batchSize"]), int(batch["endSequenceNumber"])
        place = {
            "StreamArn": batch["streamArn"],
            "ShardId": batch["shardId"],
            "SequenceNumber": batch["startSequenceNumber"],
        }
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableBatchError(f"it tells no place in the stream: {error!r}") from error
    try:
        iterator = streams.get_shard_iterator(**place, ShardIteratorType="AT_SEQUENCE_NUMBER")[
            "ShardIterator"
        ]
        found: list[Mapping[str, Any]] = []
        while iterator and len(found) < size:
            page = streams.get_records(ShardIterator=iterator)
            records = [one for one in page["Records"] if int(one["dynamodb"]["SequenceNumber"]) <= last]
            found += records
            iterator = page.get("NextShardIterator") if len(records) == len(page["Records"]) else None
    except (
        streams.exceptions.TrimmedDataAccessException,
        streams.exceptions.ResourceNotFoundException,
    ) as error:
        raise ForgottenBatchError from error
    except (ClientError, ParamValidationError) as error:
        reason = " ".join(str(error).split())  # several lines, if it is about arguments
        raise UnreadableBatchError(f"the stream cannot be read: {reason}") from error
    return found
