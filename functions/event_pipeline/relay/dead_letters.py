"""Setting records aside that no retry will make readable."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# What a message may have by default: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
_MAXIMUM_BYTES = 256 * 1024


class DeadLetters:
    """The relay's dead-letter queue."""

    def __init__(self, sqs: "SQSClient", queue_url: str) -> None:
        self._sqs = sqs
        self._queue_url = queue_url

    def put(self, record: dict[str, Any]) -> None:
        """Puts a record of the stream aside, whole: the stream itself forgets it after 24 hours.

        Of a record that is larger than a message, only what names it is put aside: the table has the item.
        """
        body = json.dumps({"record": record})
        if len(body.encode()) > _MAXIMUM_BYTES:
            change = {name: value for name, value in record["dynamodb"].items() if not name.endswith("Image")}
            body = json.dumps({"record": {**record, "dynamodb": change}})
        self._sqs.send_message(QueueUrl=self._queue_url, MessageBody=body)
