"""Cursors of paginated lists: the post that a page ended with, as clients hand it back for the next page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from pydantic import AfterValidator

from functions.wire.text import matching_text
from functions.wire.ulid import from_bytes, to_bytes


def write_cursor(post_id: str) -> str:
    """Makes the cursor of a page that ends with a post.

    It is opaque to clients: the 16 bytes of the post's id in base64url (RFC 4648, 5).
    """
    return urlsafe_b64encode(to_bytes(post_id)).decode().rstrip("=")


def _read_cursor(cursor: str) -> str:
    return from_bytes(urlsafe_b64decode(f"{cursor}=="))


# A cursor from a client. It is read as the id of the post that the page ended with. Of its last character,
# only the first two bits count.
Cursor = Annotated[
    str,
    matching_text(r"[A-Za-z0-9_-]{21}[AQgw]", "must be the cursor of another answer"),
    AfterValidator(_read_cursor),
]
