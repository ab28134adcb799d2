"""Reasons why something became a dead letter."""

from datetime import datetime, timedelta

from ops.dead_letters import DeadLetter, Kind
from ops.logs import find_failures, find_lines
from ops.stack import Stack

# By then a message was tried five times, unless many were before it.
_GIVEN_UP_AFTER = timedelta(hours=1)

_SILENT = "the log says nothing: the function was stopped, or throttled"
_STRANGE = "nothing of the blog's puts such a thing there: who did knows why"


def find_reason(stack: Stack, letter: DeadLetter) -> str:
    """Finds out why: from the log of the function that gave it up, or from what the bus or Lambda says."""
    match letter.kind:
        case Kind.UNDELIVERED | Kind.ENCRYPTED:
            code, message = (letter.attributes.get(name, "") for name in ("ERROR_CODE", "ERROR_MESSAGE"))
            return f"{code}: {message}"
        case Kind.MESSAGE:
            return _told_by_log(stack, letter) or _told_by_lambda(stack, letter) or _SILENT
        case Kind.FOREIGN:
            return (_told_by_log(stack, letter) if letter.source else "") or _STRANGE
        case Kind.BATCH:
            batch = letter.content["DDBStreamBatchInfo"]
            condition = letter.content.get("requestContext", {}).get("condition", "unknown")
            since = batch.get("approximateArrivalOfFirstRecord")
            told = _told_of_batch(stack, letter, since)
            return f"{condition}, changes: {batch.get('batchSize')}, since {since}{told}"
        case Kind.RECORD:
            return "an item of the table is no post: see the relay's log for `unreadable record`"
        case Kind.EMAIL:
            return "SNS could not deliver it: the address does not work"


def _told_by_log(stack: Stack, letter: DeadLetter) -> str:
    """Returns what the function said last of a message that it gave up, if anything."""
    if letter.function is None:
        return ""
    lines = find_lines(stack, letter.message_id, letter.sent_at, letter.function)
    failures = [line.reason for line in lines if line.is_failure]
    return failures[-1] if failures else ""


def _told_by_lambda(stack: Stack, letter: DeadLetter) -> str:
    """Returns how a call of the function ended that could not log anything itself, if one did."""
    if letter.function is None:
        return ""
    lines = find_failures(stack, letter.sent_at, letter.function, until=letter.sent_at + _GIVEN_UP_AFTER)
    ended = [line.reason for line in lines if line.is_by_lambda]
    return f"{ended[-1]} (that, or another message's call)" if ended else ""


def _told_of_batch(stack: Stack, letter: DeadLetter, since: object) -> str:
    """Returns what the relay said last before it gave a batch up, if anything."""
    try:
        began = datetime.fromisoformat(str(since))
    except ValueError:
        return ""
    function = letter.function
    lines = find_failures(stack, began, function, until=letter.sent_at) if function else []
    return f": {lines[-1].reason}" if lines else ""
