"""Text of the emails about new posts, as people read them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.domain.events import PostSummary
from functions.wire.text import one_line

# "Less than 100 characters": https://docs.aws.amazon.com/sns/latest/api/API_Publish.html. That page wanted
# ASCII and now allows UTF-8; another still says that a subject with anything but ASCII is replaced:
# https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-validation-truncation.html
# ASCII is right by both.
_MAXIMUM_SUBJECT = 99

# Leaves room for the title.
_MAXIMUM_TOPIC = 48

_NOT_ASCII = re.compile(r"[^\x20-\x7e]+")
_LETTER_OR_DIGIT = re.compile(r"[0-9A-Za-z]")

# Quotation marks, hyphens and dashes that people's devices write in place of ASCII's, and that have no
# decomposition in Unicode.
_PUNCTUATION = str.maketrans("\u2018\u2019\u201a\u201c\u201d\u201e\u2010\u2013\u2014", "'''\"\"\"---")


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

    A title that has nothing of ASCII is not in the subject; the author is then, as far as ASCII can write it.

    Args:
        posts: The posts, at least one.
        posts_url: Where posts are read: `{posts_url}/{id}`. None if the email is to have no links.
    """
    topic = _cut(_ascii(posts[-1].topic), _MAXIMUM_TOPIC)
    on_topic = f" on {topic}" if topic else ""
    if len(posts) > 1:
        subject = f"{len(posts)} new posts{on_topic}"
    elif title := _ascii(posts[0].title):
        subject = f"New{on_topic or ' post'}: {title}"
    else:
        author = _ascii(posts[0].author)
        subject = f"New post{on_topic}" + (f" by {author}" if author else "")
    body = "\n\n".join(_describe(post, posts_url) for post in posts)
    return Email(_cut(subject, _MAXIMUM_SUBJECT), body)


def _describe(post: PostSummary, posts_url: str | None) -> str:
    """Writes a post's entry: always the same lines, so that no text can look like another entry."""
    posted = datetime.fromisoformat(post.created_at)
    lines = [one_line(post.title), f"by {one_line(post.author)}, {posted.day} {posted:%B %Y, %H:%M} UTC"]
    if posts_url is not None:
        lines.append(f"{posts_url}/{post.id}")
    return "\n".join(lines)


def _ascii(text: str) -> str:
    """Writes a text in ASCII: letters without accents, `?` for letters that ASCII lacks, no other symbols.

    Empty if no letter or digit is left that could be read.
    """
    decomposed = unicodedata.normalize("NFKD", one_line(text).translate(_PUNCTUATION))
    letters = "".join(one for one in decomposed if not unicodedata.combining(one))
    written = one_line(_NOT_ASCII.sub(lambda other: "?" if any(map(str.isalnum, other[0])) else "", letters))
    return written if _LETTER_OR_DIGIT.search(written) or letters.isascii() else ""


def _cut(text: str, maximum: int) -> str:
    return text if len(text) <= maximum else f"{text[: maximum - 3].rstrip()}..."
