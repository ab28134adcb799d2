"""Checks posts as they are announced, and keeps the suspicious ones in a table."""

import json
import logging
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

from .suspicion import find_phrases

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_log = logging.getLogger(__name__)


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Checks a batch of messages, each on its own. Answers which of them failed: they come again."""
    failed = []
    for message in event["Records"]:
        try:
            _check(json.loads(message["body"])["detail"]["post"])
        except Exception:  # noqa: BLE001 - one message must not take the others with it
            _log.exception("message %s failed", message["messageId"])
            failed.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failed}


def _check(post: dict[str, Any]) -> None:
    """Keeps a post if it is suspicious. A second time, for an event may come twice, changes nothing."""
    if phrases := find_phrases(post["title"]):
        _suspicions().put_item(Item={"postId": post["id"], "author": post["author"], "phrases": phrases})


@cache
def _suspicions() -> "Table":
    return boto3.resource("dynamodb").Table(os.environ["SUSPICIONS_TABLE"])
