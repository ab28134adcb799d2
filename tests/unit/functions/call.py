"""Context of a call, as Lambda passes it to a handler."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """A call.

    Attributes:
        milliseconds: How long it may still take.
        aws_request_id: Its id.
    """

    milliseconds: int = 60_000
    aws_request_id: str = "call-1"

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds
