"""Batches of messages from an SQS queue, of which some may fail without the others.

The event source mapping needs the function response type `ReportBatchItemFailures`. SQS then delivers the
failed messages again, and moves them to the dead-letter queue when they have failed often enough.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from functions.runtime import log, metric

_Message = TypeVar("_Message")


def handle_each(event: dict[str, Any], handle_message: Callable[[str], None]) -> dict[str, Any]:
    """Handles each message of a batch on its own.

    Args:
        event: What Lambda passes to the function of such a mapping.
        handle_message: Takes a message's body. Whatever it raises fails this message alone.

    Returns:
        What Lambda expects: the ids of the failed messages.
    """
    done = _each(event, handle_message)
    return _report(event, {record["messageId"] for record in event["Records"]} - done.keys())


def handle_together(
    event: dict[str, Any],
    read_message: Callable[[str], _Message],
    handle_messages: Callable[[Mapping[str, _Message]], Iterable[str]],
) -> dict[str, Any]:
    """Handles the messages of a batch together, but for those that cannot be read: these fail alone.

    Args:
        event: What Lambda passes to the function of such a mapping.
        read_message: Reads a message's body. Whatever it raises fails this message alone.
        handle_messages: Takes what was read, by the messages' ids. Returns the ids of those that failed.

    Returns:
        What Lambda expects: the ids of the failed messages.
    """
    read = _each(event, read_message)
    unread = {record["messageId"] for record in event["Records"]} - read.keys()
    return _report(event, unread.union(handle_messages(read)))


def _each(event: dict[str, Any], handle: Callable[[str], _Message]) -> dict[str, _Message]:
    """Returns what came of each message, by its id, without those that failed.

    What `handle` adds to the log stands in the lines about its message alone.
    """
    results = {}
    for record in event["Records"]:
        with log.about(messageId=record["messageId"]):
            try:
                results[record["messageId"]] = handle(record["body"])
            except Exception:  # noqa: BLE001 - one message must not take the others with it
                log.exception("message failed")
                metric.count("FailedMessages")
    return results


def _report(event: dict[str, Any], failed: set[str]) -> dict[str, Any]:
    log.info("batch handled", messages=len(event["Records"]), failed=len(failed))
    in_order = [record["messageId"] for record in event["Records"] if record["messageId"] in failed]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in in_order]}
