"""Text of the emails about new posts, as people read them."""

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

    A subject is in ASCII: other letters are transliterated. If a title has nothing that can be, such as
    characters for private use, the author stands in for it.

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
    """Writes a post's entry: always the same lines, so that no text can look like another entry or date."""
    posted = datetime.fromisoformat(post.created_at)
    lines = [one_line(post.title), f"{posted.day} {posted:%B %Y, %H:%M} UTC, by {one_line(post.author)}"]
    if posts_url is not None:
        lines.append(f"{posts_url}/{post.id}")
    return "\n".join(lines)


def _ascii(text: str) -> str:
    """Writes a text in printable ASCII: letters as they sound in Latin script, emoji as `:names:`."""
    line = one_line(text)
    if line.isascii():
        return line
    from anyascii import anyascii  # noqa: PLC0415 - most titles do without, and cold starts are imports

    return one_line(anyascii(line))


def _cut(text: str, maximum: int) -> str:
    return text if len(text) <= maximum else f"{text[: maximum - 3].rstrip()}..."
