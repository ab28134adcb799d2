"""Readers elsewhere: other scripts, names that nobody here thought of, other time zones, wrong clocks."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, expect

from local.demo_user import EMAIL, PASSWORD
from tests.browser.reader import Reader

TOPICS = [
    pytest.param("#1 & 100% + \"a\" 'b' <i>?topic=x</i>", id="characters of addresses and markup"),
    pytest.param("سفر, books، كتب", id="right to left and back, with commas"),
    pytest.param("ครึ่งทาง🌸👩‍🚀桜" * 4 + "桜" * 12, id="as long as can be, without spaces"),
]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_of_any_name_has_an_address_and_is_followed(
    reader: Reader, blog: httpx.Client, topic: str
) -> None:
    title = f"{topic} 始まり"
    reader.publish(title=title, topic=topic, author="محمد")
    reader.article(title).get_by_role("link", name=topic, exact=True).click()
    heading = reader.page.get_by_role("heading", name=f"Latest in {topic}", exact=True)
    expect(heading).to_be_visible()
    assert parse_qs(urlsplit(reader.page.url).query) == {"topic": [topic]}
    reader.page.reload()
    expect(heading).to_be_visible()
    expect(reader.page.get_by_role("search").get_by_label("Topic")).to_have_value(topic)
    expect(reader.connection).to_have_text("Live")
    draft = {"author": "मारिया", "title": "नमस्ते", "body": "I saw Lisbon.", "topic": topic}
    blog.post("/posts", json=draft).raise_for_status()
    expect(reader.article("नमस्ते").locator("mark")).to_have_text(["Lisbon"])


@pytest.mark.parametrize(
    ("asked", "posted"),
    [("groß", "GROẞ"), ("Ｔｒａ\u200bｖｅｌ  light ", "travel light")],
)
def test_one_topic_is_shown_in_whichever_ways_it_is_written(
    reader: Reader, blog: httpx.Client, asked: str, posted: str
) -> None:
    topic = reader.page.get_by_role("search").get_by_label("Topic")
    topic.fill(asked)
    topic.press("Enter")
    expect(reader.page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(reader.connection).to_have_text("Live")
    draft = {"author": "Maria", "title": f"On {posted}", "body": "I saw Lisbon.", "topic": posted}
    blog.post("/posts", json=draft).raise_for_status()
    expect(reader.article(f"On {posted}").locator("mark")).to_have_text(["Lisbon"])
    reader.publish(title=f"Not {posted}", topic=f"not {posted}")
    expect(reader.page.get_by_role("heading", name="Latest", exact=True)).to_be_visible()


def test_who_signs_in_returns_to_the_topic_they_read_and_what_they_wrote(
    visitor: Reader, site_url: str, token: str
) -> None:
    topic = "تونس & 100% #1"
    visitor.use_token(token)
    visitor.write(title="عنوان", topic=topic)
    with visitor.page.expect_navigation():
        visitor.sign_out()
    visitor.page.goto(f"{site_url}/?{urlencode({'topic': topic})}")
    visitor.sign_in(EMAIL, PASSWORD)
    expect(visitor.page.get_by_role("heading", name=f"Latest in {topic}")).to_be_visible()
    expect(visitor.field("Title")).to_have_value("عنوان")
    expect(visitor.field("Topic")).to_have_value(topic)


def test_mails_come_about_topics_of_any_name(reader: Reader, blog: httpx.Client) -> None:
    topics = [str(topic.values[0]) for topic in TOPICS]
    reader.subscribe("\n".join(topics))
    with reader.page.expect_popup() as confirmed:
        reader.confirmation().click()
    confirmed.value.wait_for_load_state()
    for topic in topics:
        draft = {"author": "محمد", "title": f"About {topic}", "body": "Text.", "topic": topic}
        blog.post("/posts", json=draft).raise_for_status()
    for topic in topics:
        expect(reader.mails().filter(has_text=f"About {topic}").first).to_be_attached()


def test_each_text_is_read_from_its_own_side(reader: Reader) -> None:
    body = "גם abc.\nabc גם."
    reader.publish(title="שלום, world", body=body, topic="topic", author="יוסי (Joe)")
    article = reader.article("שלום, world")
    expect(article.locator(".body")).to_have_css("direction", "rtl")
    expect(article.get_by_role("heading")).to_have_css("direction", "rtl")
    order = [article.locator(part).bounding_box() for part in (".topic", ".author", "time")]
    assert sorted(order, key=lambda box: box["x"] if box else 0) == order
    lines = article.locator(".body").evaluate("""body => {
      const range = document.createRange();
      range.selectNodeContents(body);
      const parts = [...range.getClientRects()].filter(({ width }) => width);
      const { left, right } = body.getBoundingClientRect();
      return [parts.at(0).top, parts.at(-1).top].map((top) => {
        const line = parts.filter((part) => Math.abs(part.top - top) < 9 && part.width < right - left);
        const [start, end] = [Math.min(...line.map((p) => p.left)), Math.max(...line.map((p) => p.right))];
        return start - left < right - end ? "left" : "right";
      });
    }""")
    assert lines == ["right", "left"]
    for label in ("Title", "Text", "Author", "Topic"):
        reader.field(label).fill("مرحبا")
        expect(reader.field(label)).to_have_css("direction", "rtl")


def test_nothing_is_wider_than_a_narrow_phone(
    browser: Browser, site_url: str, blog: httpx.Client, token: str
) -> None:
    words = [
        "Donaudampfschiff" * 12,
        "東京" * 50,
        "กรุงเทพมหานคร" * 14,
        "مستشفيات" * 20,
        "दिल्ली" * 30,
        "👩‍🚀" * 60,
    ]
    for word in words:
        draft = {"author": word[:100], "title": word, "body": word * 9, "topic": word[:64]}
        blog.post("/posts", json=draft).raise_for_status()
    with browser.new_context(viewport={"width": 320, "height": 640}) as phone:
        reader = Reader(phone.new_page(), f"{site_url}/?{urlencode({'topic': words[0][:64]})}")
        reader.use_token(token)
        expect(reader.article(words[0]).get_by_role("button", name="Read on")).to_be_visible()
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 320
        reader.page.goto(site_url)
        for word in words:
            reader.article(word).scroll_into_view_if_needed()
            expect(reader.article(word).locator(".body")).not_to_be_empty()
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(
    ("locale", "zone", "error"),
    [
        ("ar-EG", "America/St_Johns", timedelta(hours=-1)),
        ("ja-JP", "Pacific/Kiritimati", timedelta(days=1)),
    ],
)
def test_a_clock_that_is_wrong_hinders_nobody_and_times_are_the_reader_s(  # noqa: PLR0913, PLR0917 - three are fixtures
    browser: Browser, site_url: str, token: str, locale: str, zone: str, error: timedelta
) -> None:
    with browser.new_context(locale=locale, timezone_id=zone) as context:
        page = context.new_page()
        page.clock.set_system_time(datetime.now(UTC) + error)
        reader = Reader(page, site_url)
        reader.use_token(token)
        page.reload()
        expect(reader.connection).to_have_text("Live")
        reader.publish(title=f"From {zone}", body="Hello Berlin", topic="zones")
        article = reader.article(f"From {zone}")
        expect(article.locator("mark")).to_have_text(["Berlin"])
        instant = datetime.fromisoformat(str(article.locator("time").get_attribute("datetime")))
        assert abs(datetime.now(UTC) - instant) < timedelta(minutes=1)
        here = instant.astimezone(ZoneInfo(zone))
        told = article.locator("time").inner_text()
        assert told.startswith(f"{here.day} {here:%b}")
        assert told.endswith(f"{here:%Y, %H:%M}")
