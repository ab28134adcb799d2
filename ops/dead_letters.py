"""Dead letters: what nobody could deliver or handle."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from botocore.exceptions import ClientError
from pydantic import ValidationError

from ops.batches import Batch
from ops.interruption import interruption_held
from ops.stack import Stack

# Long enough to look at what was received, short enough not to wait for when that was interrupted.
_LOOK_SECONDS = 60

# Asks all of SQS's servers, so that nothing means nothing at all.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
_POLL_SECONDS = 1

# SQS's longest: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
_MAXIMUM_SECONDS = 12 * 60 * 60

# Attributes of a letter that was put back: the log knows it by these.
_FIRST_ID = "firstMessageId"
_FIRST_SENT_AT = "firstSentAt"

_POST_ID = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")


class Kind(StrEnum):
    """What a dead letter is.

    Attributes:
        MESSAGE: A message of a queue, which its function gave up.
        UNDELIVERED: An event that the bus could not put into a queue.
        ENCRYPTED: An event that the bus could not encrypt or decrypt, for it could not use the stack's key.
        BATCH: The place of a batch in the stream that the relay gave up.
        RECORD: A record of the stream that is no post.
        EMAIL: An email that SNS could not deliver.
        FOREIGN: What nothing of the blog's puts into such a queue.
    """

    MESSAGE = "given up by its function"
    UNDELIVERED = "not delivered by the bus"
    ENCRYPTED = "the bus could not use the key"
    BATCH = "given up by the relay"
    RECORD = "no post"
    EMAIL = "not delivered by SNS"
    FOREIGN = "not the blog's"


@dataclass(frozen=True)
class DeadLetter:
    """A dead letter.

    Attributes:
        queue: What the program calls the queue that it is in.
        source: What the program calls the queue that it was in before, if there was one.
        function: What the program calls the function that gave it up, if one did.
        message_id: SQS's id, the same as in the queue before.
        sent_at: When it was first sent.
        body: What it says.
        attributes: What the bus says of it.
        receipt: What it can be deleted by, for a minute; empty if it is in no queue.
    """

    queue: str
    source: str | None
    function: str | None
    message_id: str
    sent_at: datetime
    body: str
    attributes: Mapping[str, str]
    receipt: str = field(default="", repr=False)  # who is shown a letter cannot use it

    @property
    def kind(self) -> Kind:
        """What it is."""
        content = self.content
        # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq-decrypt.html
        if content.get("detail-type") == "Encrypted Events":
            return Kind.ENCRYPTED
        if "ERROR_CODE" in self.attributes:  # without a queue that it was meant for, it is the bus's own
            return Kind.UNDELIVERED if self.source else Kind.ENCRYPTED
        if self.source is not None:  # its function gave it up, and would again if it is no event
            return Kind.MESSAGE if "detail" in content else Kind.FOREIGN
        if self.batch:
            return Kind.BATCH
        if isinstance(content.get("record"), dict):
            return Kind.RECORD
        # https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
        return Kind.EMAIL if content.get("Type") == "Notification" else Kind.FOREIGN

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place that it can be sent back to."""
        return self.kind not in {Kind.ENCRYPTED, Kind.RECORD, Kind.EMAIL, Kind.FOREIGN}

    @property
    def subject(self) -> str:
        """The post, or the item, that it is about; empty if it names none."""
        with suppress(KeyError, TypeError):
            return str(self.content["record"]["dynamodb"]["Keys"]["id"]["S"])
        found = _POST_ID.search(self.body)
        return found[0] if found else ""

    @property
    def batch(self) -> Batch | None:
        """The place of the batch that the relay gave up, if it tells one."""
        with suppress(ValidationError):
            return Batch.model_validate(self.content.get("DDBStreamBatchInfo"))
        return None

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """The body, if that is a JSON object; else nothing."""
        try:
            content = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}


def sources(stack: Stack) -> dict[str, str | None]:
    """Lists the dead-letter queues, and which queue each belongs to."""
    by_queue = {queue.dead_letters: name for name, queue in stack.operations.queues.items()}
    return {name: by_queue.get(name) for name in stack.operations.dead_letters}


def read(stack: Stack, queue: str, limit: int) -> list[DeadLetter]:
    """Looks at dead letters, and leaves them where they are."""
    with received(stack, queue, limit, _LOOK_SECONDS) as letters:
        return list(letters)


def count(stack: Stack, queue: str) -> tuple[int, int]:
    """Counts the messages of any queue, about: those that wait, and those in flight.

    Args:
        stack: The stack.
        queue: What the program calls the queue.
    """
    found = stack.operations.queues.get(queue) or stack.operations.dead_letters[queue]
    wanted = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    attributes = stack.client("sqs").get_queue_attributes(QueueUrl=found.url, AttributeNames=[*wanted])
    waiting, in_flight = (int(attributes["Attributes"][one]) for one in wanted)
    return waiting, in_flight


def delete(stack: Stack, letter: DeadLetter) -> None:
    """Takes a dead letter that was received out of its queue."""
    url = stack.operations.dead_letters[letter.queue].url
    stack.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=letter.receipt)


@contextmanager
def received(stack: Stack, queue: str, limit: int, seconds: float) -> Iterator[list[DeadLetter]]:
    """Receives dead letters, and puts those back that are still in the list at the end of the block.

    Args:
        stack: The stack.
        queue: What the program calls the dead-letter queue.
        limit: At most how many.
        seconds: How long nobody else gets them, at most 12 hours.
    """
    letters: list[DeadLetter] = []
    if not any(count(stack, queue)):  # asking for what is not there takes a second
        yield letters
        return
    sqs, url = stack.client("sqs"), stack.operations.dead_letters[queue].url
    try:
        while len(letters) < limit:
            with interruption_held():  # else nobody would know of what was received, or put it back
                messages = sqs.receive_message(
                    QueueUrl=url,
                    MaxNumberOfMessages=min(10, limit - len(letters)),
                    VisibilityTimeout=min(int(seconds), _MAXIMUM_SECONDS),
                    WaitTimeSeconds=_POLL_SECONDS,
                    MessageAttributeNames=["All"],
                    MessageSystemAttributeNames=["SentTimestamp"],
                ).get("Messages", [])
                letters += [_read(stack, queue, message) for message in messages]
            if not messages:
                break
        yield letters
    finally:
        with interruption_held():  # also a second time
            for letter in letters:
                with suppress(ClientError):  # it is back already
                    sqs.change_message_visibility(
                        QueueUrl=url, ReceiptHandle=letter.receipt, VisibilityTimeout=0
                    )


def put_back(stack: Stack, letter: DeadLetter) -> None:
    """Puts a dead letter into its queue that was taken out of it. It goes on by its id and time of before."""
    attributes = {
        **letter.attributes,
        _FIRST_ID: letter.message_id,
        _FIRST_SENT_AT: letter.sent_at.isoformat(),
    }
    stack.client("sqs").send_message(
        QueueUrl=stack.operations.dead_letters[letter.queue].url,
        MessageBody=letter.body,
        MessageAttributes={
            name: {"DataType": "String", "StringValue": value}
            for name, value in attributes.items()
            if value  # SQS takes no empty ones
        },
    )


def _read(stack: Stack, queue: str, message: Mapping[str, Any]) -> DeadLetter:
    given = message.get("MessageAttributes", {})
    attributes = {name: value.get("StringValue", "") for name, value in given.items()}
    message_id = attributes.pop(_FIRST_ID, message["MessageId"])
    sent_at = datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)
    with suppress(ValueError, OverflowError):  # whoever may can send what is no time
        sent_at = datetime.fromisoformat(attributes.pop(_FIRST_SENT_AT, "")).astimezone(UTC)
    return DeadLetter(
        queue=queue,
        source=sources(stack)[queue],
        function=stack.operations.dead_letters[queue].function,
        message_id=message_id,
        sent_at=sent_at,
        body=message["Body"],
        attributes=attributes,
        receipt=message["ReceiptHandle"],
    )
