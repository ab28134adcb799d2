"""Lambda's context object, as far as functions use it."""

from typing import Protocol


class Context(Protocol):
    """What Lambda tells a function of its call."""

    @property
    def aws_request_id(self) -> str:
        """The id of the call, which Lambda's own lines in the log name too."""

    def get_remaining_time_in_millis(self) -> int:
        """Returns how long the call may still take, in milliseconds."""
