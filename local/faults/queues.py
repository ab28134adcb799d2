"""Queues of a stack, as an operator sees them."""

from dataclasses import dataclass

from emulated_aws.emulator import Emulator
from local.stack import program_name


@dataclass(frozen=True)
class Queue:
    """A queue.

    Attributes:
        url: Where it is.
        name: What it is called in the program.
        messages: How many are in it, be they visible or being worked on.
        is_worked_off: Whether a function reads it, and may give messages up.
        visibility: Seconds until a failed message comes back.
    """

    url: str
    name: str
    messages: int
    is_worked_off: bool
    visibility: str


def find_queues(emulator: Emulator) -> list[Queue]:
    """Finds the queues of the stack `local`, as they are now."""
    sqs = emulator.client("sqs")
    queues = []
    for url in sqs.list_queues(QueueNamePrefix="local-")["QueueUrls"]:
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        queues.append(
            Queue(
                url=url,
                name=program_name(url.rpartition("/")[2]),
                messages=int(attributes["ApproximateNumberOfMessages"])
                + int(attributes["ApproximateNumberOfMessagesNotVisible"]),
                is_worked_off="RedrivePolicy" in attributes,
                visibility=attributes["VisibilityTimeout"],
            )
        )
    return queues
