import pytest

from functions.domain.events import PostSummary
from functions.event_pipeline.email_notifications.email import compose

POST = PostSummary(
    id="01KJMBQDE00000000000000J0E",
    created_at="2026-03-01T09:30:00.000Z",
    author="Joe",
    title="My trip to Spain",
    topic="summer",
    topic_key="summer",
)


def about(**fields: str) -> PostSummary:
    return POST.model_copy(update=fields)


def test_one_post_is_an_email_of_its_own() -> None:
    email = compose([POST], "https://api.example/posts")
    assert email.subject == "New on summer: My trip to Spain"
    assert email.body == (
        "My trip to Spain\nby Joe, 1 March 2026, 09:30 UTC\nhttps://api.example/posts/01KJMBQDE00000000000000J0E"
    )


def test_several_posts_are_a_digest() -> None:
    email = compose([POST, about(title="Home again", author="Ann")], None)
    assert email.subject == "2 new posts on summer"
    assert email.body == (
        "My trip to Spain\nby Joe, 1 March 2026, 09:30 UTC\n\nHome again\nby Ann, 1 March 2026, 09:30 UTC"
    )


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"title": "Café Größenwahn"}, "New post on summer"),  # a letter has no twin in ASCII
        ({"title": "Café Müller"}, "New on summer: Cafe Muller"),
        ({"topic": "夏"}, "New post: My trip to Spain"),
        ({"topic": "夏", "title": "旅"}, "New post"),
        ({"title": "two\nlines\tand a tab"}, "New on summer: two lines and a tab"),
    ],
)
def test_a_subject_is_readable_ascii_whatever_the_title_has(fields: dict[str, str], subject: str) -> None:
    assert compose([about(**fields)], None).subject == subject


@pytest.mark.parametrize("title", ["x" * 200, "word " * 40, "ﬁ" * 200, "\u0301" * 200, "😀" * 200, " " * 200])
@pytest.mark.parametrize("topic", ["t" * 64, "ü" * 64, "\u2003", "…"])
@pytest.mark.parametrize("count", [1, 100])
def test_a_subject_keeps_sns_rules(title: str, topic: str, count: int) -> None:
    subject = compose([about(title=title, topic=topic)] * count, None).subject
    # https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    assert subject.isascii()
    assert subject.isprintable()
    assert 0 < len(subject) < 100
    assert subject[0].isalnum()


def test_the_largest_digest_fits_into_a_message_of_sns() -> None:
    large = about(title="😀" * 200, author="😀" * 100, topic="😀" * 64)
    body = compose([large] * 100, "https://" + "x" * 200).body
    assert len(body.encode()) < 256 * 1024
