import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        "My trip to Spain\n1 March 2026, 09:30 UTC, by Joe\nhttps://api.example/posts/01KJMBQDE00000000000000J0E"
    )


def test_several_posts_are_a_digest() -> None:
    email = compose([POST, about(title="Home again", author="Ann")], None)
    assert email.subject == "2 new posts on summer"
    assert email.body == (
        "My trip to Spain\n1 March 2026, 09:30 UTC, by Joe\n\nHome again\n1 March 2026, 09:30 UTC, by Ann"
    )


@pytest.mark.parametrize(
    ("fields", "subject"),
    [
        ({"title": "Café Müller"}, "New on summer: Cafe Muller"),
        ({"title": "Café Größenwahn"}, "New on summer: Cafe Grossenwahn"),
        ({"title": "“It’s” – done…"}, 'New on summer: "It\'s" - done...'),
        ({"title": "Привет мир"}, "New on summer: Privet mir"),
        ({"title": "你好世界"}, "New on summer: NiHaoShiJie"),
        ({"title": "😀🎉"}, "New on summer: :grinning::tada:"),
        ({"title": "\ue000"}, "New post on summer by Joe"),
        ({"title": "\ue000", "author": "マリア"}, "New post on summer by maria"),
        ({"title": "\ue000", "author": "\ue000"}, "New post on summer"),
        ({"topic": "夏"}, "New on Xia: My trip to Spain"),
        ({"topic": "\ue000"}, "New post: My trip to Spain"),
        ({"topic": "\ue000", "title": "\ue000"}, "New post by Joe"),
        ({"title": "?!"}, "New on summer: ?!"),
        ({"title": "two\nlines\tand a tab"}, "New on summer: two lines and a tab"),
        ({"title": "x" * 200}, f"New on summer: {'x' * 81}..."),
        ({"title": "word " * 40}, f"New on summer: {'word ' * 16}w..."),
        ({"topic": "t" * 64, "title": "x" * 200}, f"New on {'t' * 45}...: {'x' * 39}..."),
    ],
)
def test_a_subject_shows_the_title_in_ascii(fields: dict[str, str], subject: str) -> None:
    assert compose([about(**fields)], None).subject == subject


# Texts as somebody writes them who wants to forge an entry, a link or a header.
TEXTS = st.lists(
    st.one_of(
        st.sampled_from("\n\r\t\v\f\x1c\x85\u2028\u2029\u202e\u2066\u2069"),
        st.sampled_from(["\n1 March 2026, 09:30 UTC, by Ann\n", "\nhttps://blog/1\n\n", "\nBcc: "]),
        st.text(),
    )
).map("".join)
POSTS = st.lists(st.builds(about, title=TEXTS, author=TEXTS, topic=TEXTS), min_size=1, max_size=5)


@given(POSTS)
def test_an_email_has_one_entry_of_three_lines_for_each_post_whatever_its_texts(
    posts: list[PostSummary],
) -> None:
    entries = [entry.split("\n") for entry in re.split(r"(?<=J0E)\n\n", compose(posts, "https://blog").body)]
    assert len(entries) == len(posts)
    for _, byline, link in entries:
        assert re.fullmatch(r"1 March 2026, 09:30 UTC, by .*", byline)
        assert link == f"https://blog/{POST.id}"
    for line in itertools.chain(*entries):
        assert len(line.splitlines()) <= 1
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", line)


@given(POSTS)
def test_a_subject_keeps_sns_rules_whatever_the_texts(posts: list[PostSummary]) -> None:
    subject = compose(posts, None).subject
    # https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    assert subject.isascii()
    assert subject.isprintable()
    assert 0 < len(subject) < 100
    assert subject[0].isalnum()


LETTERS = st.characters(max_codepoint=0xFFFF, categories=["Lu", "Ll", "Nd"])


@given(st.text(LETTERS, min_size=1), TEXTS)
def test_a_subject_shows_something_of_each_title_that_has_a_letter(title: str, topic: str) -> None:
    subject = compose([about(title=title, topic=topic, author="nobody")], None).subject
    assert not subject.endswith("by nobody")


def test_the_largest_digest_fits_into_a_message_of_sns() -> None:
    large = about(title="😀" * 200, author="😀" * 100, topic="😀" * 64)
    body = compose([large] * 100, "https://" + "x" * 200).body
    assert len(body.encode()) < 256 * 1024
