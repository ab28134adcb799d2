"""Text of the emails about new posts, as people read them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from functions.domain.events import PostSummary

# "Less than 100 characters": https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
_MAXIMUM_SUBJECT = 99


@dataclass(frozen=True)
class Email:
    """An email, in plain text.

    Attributes:
        subject: ASCII, at most 99 characters, without line breaks: SNS's rules.
        body: What it says.
    """

    subject: str
    body: str


def compose(posts: Sequence[PostSummary], posts_url: str | None) -> Email:
    """Writes the email about new posts on one topic: of one post by its title, of several a digest.

    Args:
        posts: The posts, at least one.
        posts_url: Where posts are read: `{posts_url}/{id}`. None if the email is to have no links.
    """
    topic = _ascii(posts[-1].topic)
    on_topic = f" on {topic}" if topic else ""
    if len(posts) == 1:
        title = _ascii(posts[0].title)
        subject = f"New{on_topic or ' post'}: {title}" if title else f"New post{on_topic}"
    else:
        subject = f"{len(posts)} new posts{on_topic}"
    body = "\n\n".join(_describe(post, posts_url) for post in posts)
    return Email(shorten(subject, _MAXIMUM_SUBJECT, placeholder=" ..."), body)


def _describe(post: PostSummary, posts_url: str | None) -> str:
    posted = datetime.fromisoformat(post.created_at)
    lines = [post.title, f"by {post.author}, {posted.day} {posted:%B %Y, %H:%M} UTC"]
    if posts_url is not None:
        lines.append(f"{posts_url}/{post.id}")
    return "\n".join(lines)


def _ascii(text: str) -> str:
    """Writes a text in ASCII, without the accents of its letters. Empty if that would leave letters out."""
    letters = [one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)]
    text = "".join(one for one in letters if one.isprintable() or one.isspace())
    return " ".join(text.split()) if text.isascii() else ""
