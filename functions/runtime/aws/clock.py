"""Clock of signatures: the machine's, unless AWS finds that wrong."""

import time

from functions.runtime.aws.errors import ClientError

# What services answer if a signature's time is wrong, or anything else about it is.
_DOUBTS = {
    "InvalidSignatureException",
    "RequestExpired",
    "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
}

# Seconds. AWS takes signatures that are 5 minutes off.
_TOLERANCE = 4 * 60


class Clock:
    """Tells the time as AWS has it."""

    def __init__(self) -> None:
        self._offset = 0.0

    def now(self) -> float:
        """Returns the time, in seconds since 1970."""
        return time.time() + self._offset

    def correct(self, error: Exception) -> bool:
        """Sets the clock, if an error refuses a signature for its time.

        Returns:
            Whether the machine's clock is wrong: another signature may be right.
        """
        if not isinstance(error, ClientError) or error.response["Error"]["Code"] not in _DOUBTS:
            return False
        from email.utils import parsedate_to_datetime  # noqa: PLC0415 - hardly any function ever comes here

        date = error.answer.headers.get("date")
        offset = parsedate_to_datetime(date).timestamp() - time.time() if date else 0
        is_wrong = abs(offset) > _TOLERANCE
        if is_wrong:
            self._offset = offset
        return is_wrong
