"""Reasons why something became a dead letter."""

from collections import Counter
from datetime import timedelta

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
            return _told_of_batch(stack, letter)
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
    """Returns how calls of the function ended that could not log anything themselves, if some did."""
    if letter.function is None:
        return ""
    until = letter.sent_at + _GIVEN_UP_AFTER
    lines = find_failures(stack, letter.sent_at, letter.function, until=until)
    ended = Counter(line.reason for line in lines if line.is_by_lambda)
    told = [f"{reason} ({times} times)" if times > 1 else reason for reason, times in ended.items()]
    return f"{'; '.join(told)} (its calls, or those for other messages)" if told else ""


def _told_of_batch(stack: Stack, letter: DeadLetter) -> str:
    """Returns why Lambda gave a batch up, and what the relay said last before, if anything."""
    if not letter.batch:
        return _STRANGE
    context = letter.content.get("requestContext")
    condition = context.get("condition") if isinstance(context, dict) else "given up"
    since = letter.batch.approximate_arrival_of_first_record
    why = f"{condition}, changes: {letter.batch.batch_size}, since {since:%Y-%m-%d %H:%M:%S} UTC"
    lines = find_failures(stack, since, letter.function, until=letter.sent_at) if letter.function else []
    return f"{why}: {lines[-1].reason}" if lines else why
