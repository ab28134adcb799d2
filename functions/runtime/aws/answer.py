"""Answers of a service."""

from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes:
        status: Its status.
        headers: Its headers.
        body: Its content.
    """

    status: int
    headers: Message
    body: bytes
