"""Batches of messages from an SQS queue, of which some may fail without the others."""

from collections.abc import Callable
from typing import Any

from functions.runtime import log


def handle_each(event: dict[str, Any], handle_message: Callable[[str], None]) -> dict[str, Any]:
    """Handles each message of a batch on its own.

    The event source mapping needs the function response type `ReportBatchItemFailures`. SQS then delivers the
    failed messages again, and moves them to the dead-letter queue when they have failed often enough.

    Args:
        event: What Lambda passes to the function of such a mapping.
        handle_message: Takes a message's body. Whatever it raises fails this message alone.

    Returns:
        What Lambda expects: the ids of the failed messages.
    """
    failed = []
    for record in event["Records"]:
        try:
            handle_message(record["body"])
        except Exception:  # noqa: BLE001 - one message must not take the others with it
            log.exception("message failed", messageId=record["messageId"])
            failed.append(record["messageId"])
    log.info("batch handled", messages=len(event["Records"]), failed=len(failed))
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
