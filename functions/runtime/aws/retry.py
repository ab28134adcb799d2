"""Retries, as in the SDK's standard mode: which failures are worth another attempt, and after what pause.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

from random import random

from functions.runtime.aws.answer import UnreadableAnswerError
from functions.runtime.aws.errors import ClientError

_THROTTLED = {
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
}
_TOO_MANY_REQUESTS = 429
_TRANSIENT_CODES = {"RequestTimeout", "RequestTimeoutException"}
_TRANSIENT_STATUSES = {500, 502, 503, 504}

# Seconds: a pause is any time between none and this, which doubles each time.
_PAUSE = 0.05
_PAUSE_WHEN_THROTTLED = 1


def is_transient(error: Exception) -> bool:
    """Tells whether a failure may be over at the next attempt."""
    if isinstance(error, ClientError):
        code = error.response["Error"]["Code"]
        return error.answer.status in _TRANSIENT_STATUSES or code in _TRANSIENT_CODES or _is_throttled(error)
    return isinstance(error, (OSError, UnreadableAnswerError))


def pause(error: Exception, attempt: int) -> float:
    """Draws the seconds to wait after a failure.

    Args:
        error: The failure.
        attempt: Which attempt it was, from 1.
    """
    longest: float = (_PAUSE_WHEN_THROTTLED if _is_throttled(error) else _PAUSE) * 2 ** (attempt - 1)
    return random() * longest  # noqa: S311 - no secret


def _is_throttled(error: Exception) -> bool:
    return isinstance(error, ClientError) and (
        error.answer.status == _TOO_MANY_REQUESTS or error.response["Error"]["Code"] in _THROTTLED
    )
