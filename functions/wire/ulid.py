"""ULIDs: ids of 128 bits that begin with an instant, so that they sort by time. https://github.com/ulid/spec.

The library for them, which tests hold this to, takes 7 % of a cold start: it imports what reads emails.
"""

import os
import time

PATTERN = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"
"""A ULID in its canonical form: 26 characters of Crockford's base 32, at most 128 bits."""

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Python's own digits of base 32 leave no letters out.
_TO_PYTHON = str.maketrans(_DIGITS, "0123456789ABCDEFGHIJKLMNOPQRSTUV")

_RANDOM_BYTES = 10


def make_ulid(milliseconds: int | None = None) -> str:
    """Makes one.

    Args:
        milliseconds: The instant, from 1970 on. Default: now.
    """
    if milliseconds is None:
        milliseconds = time.time_ns() // 1_000_000
    return from_bytes(milliseconds.to_bytes(6) + os.urandom(_RANDOM_BYTES))


def milliseconds_of(ulid: str) -> int:
    """Reads the instant that one begins with, in milliseconds from 1970 on."""
    return int.from_bytes(to_bytes(ulid)[:-_RANDOM_BYTES])


def to_bytes(ulid: str) -> bytes:
    """Reads the 16 bytes of one, which matches `PATTERN`."""
    return int(ulid.translate(_TO_PYTHON), 32).to_bytes(16)


def from_bytes(content: bytes) -> str:
    """Writes one of 16 bytes."""
    number = int.from_bytes(content)
    return "".join(_DIGITS[number >> shift & 31] for shift in range(125, -1, -5))
