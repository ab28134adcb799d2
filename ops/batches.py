"""Batches of the stream that the relay gave up: a dead letter has the place of one, and no more."""

from collections.abc import Mapping
from typing import Annotated, Any

from botocore.exceptions import ClientError, ParamValidationError
from pydantic import AwareDatetime, BaseModel, ConfigDict, PositiveInt, StringConstraints
from pydantic.alias_generators import to_camel

from ops.stack import Stack

SequenceNumber = Annotated[str, StringConstraints(pattern=r"^\d{1,40}$")]


class Batch(BaseModel):
    """The place of a batch in the stream.

    https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html

    Attributes:
        stream_arn: The stream.
        shard_id: The shard of it.
        start_sequence_number: Its first record there.
        end_sequence_number: Its last.
        batch_size: How many there are.
        approximate_arrival_of_first_record: When the first came into the stream.
    """

    model_config = ConfigDict(alias_generator=to_camel, frozen=True)

    stream_arn: str
    shard_id: str
    start_sequence_number: SequenceNumber
    end_sequence_number: SequenceNumber
    batch_size: PositiveInt
    approximate_arrival_of_first_record: AwareDatetime


class ForgottenBatchError(Exception):
    """The stream has forgotten it."""


class UnreadableBatchError(Exception):
    """It cannot be read, now or at all. It says why."""


def read_batch(stack: Stack, batch: Batch) -> list[Mapping[str, Any]]:
    """Reads the records of a batch from the stream, which keeps them for 24 hours.

    Raises:
        ForgottenBatchError: It is there no more.
        UnreadableBatchError: It cannot be read.
    """
    streams = stack.client("dynamodbstreams")
    last = int(batch.end_sequence_number)
    try:
        iterator = streams.get_shard_iterator(
            StreamArn=batch.stream_arn,
            ShardId=batch.shard_id,
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=batch.start_sequence_number,
        )["ShardIterator"]
        found: list[Mapping[str, Any]] = []
        while iterator and len(found) < batch.batch_size:
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
