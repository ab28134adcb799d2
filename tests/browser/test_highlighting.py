"""Marks of names in a text."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

HIGHLIGHT = """async ([text, entities]) => {
  const { highlight } = await import("./entities.js");
  const element = document.createElement("div");
  for (const step of highlight(element, text, entities));
  return [element.textContent, [...element.querySelectorAll("mark")].map((mark) => mark.textContent)];
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site_url)
        yield page


@pytest.mark.parametrize(
    ("text", "names", "marked"),
    [
        pytest.param("Joe met Joel, Joe2 and JOE.", ["Joe"], ["Joe"], id="whole words"),
        pytest.param("(Joe's) Joe-Joe_", ["Joe"], ["Joe", "Joe", "Joe"], id="beside punctuation"),
        pytest.param("Nobody here.", ["Joe", "", "no"], [], id="not in the text"),
        pytest.param(
            "New York, York and New York City",
            ["York", "New York City", "New York"],
            ["New York", "York", "New York City"],
            id="names in names",
        ),
        pytest.param(
            "Ada Joe Max Eve", ["Joe Max Ann", "Ada Joe", "Joe Max Eve"], ["Ada Joe"], id="overlapping"
        ),
        pytest.param("one two three two", ["two", "one two three four"], ["two", "two"], id="begun in vain"),
        pytest.param("a a a a a b", ["a a a b", "a"], ["a", "a", "a a a b"], id="names of themselves"),
        pytest.param(
            "C++ [a-z]* costs $5 or (.*)? \\d",
            ["C++", "$5", "(.*)?", "\\d", "[a-z]*", "."],
            ["C++", "[a-z]*", "$5", "(.*)?", "\\d"],
            id="as in regular expressions",
        ),
        pytest.param(
            "New\nYork, New  York", ["New\nYork", "New York"], ["New\nYork"], id="white space as it is"
        ),
        pytest.param(
            "سافر محمد إلى القاهرة مع Joe.",
            ["محمد", "القاهرة", "Joe", "قاهرة"],
            ["محمد", "القاهرة", "Joe"],
            id="Arabic",
        ),
        pytest.param("יוסי גר בתל אביב.", ["יוסי", "תל אביב"], ["יוסי"], id="Hebrew"),
        pytest.param(
            "राम दिल्ली गया, रामायण नहीं।", ["राम", "दिल्ली", "दिल"], ["राम", "दिल्ली"], id="Devanagari"
        ),
        pytest.param(
            "昨日、田中さんは東京都でJoeに会った。",
            ["田中", "東京", "Joe"],
            ["田中", "東京", "Joe"],
            id="Japanese",
        ),
        pytest.param(
            "スペインとパリ2024年",
            ["スペイン", "パリ", "2024年"],
            ["スペイン", "パリ", "2024年"],
            id="Katakana",
        ),
        pytest.param("李小龙住在香港。", ["李小龙", "香港", "龙住"], ["李小龙", "香港"], id="Chinese"),
        pytest.param("สมชายไปกรุงเทพกับมานี", ["สมชาย", "กรุงเทพ", "มาน"], ["สมชาย", "กรุงเทพ"], id="Thai"),
        pytest.param("민수는 서울에서 왔다", ["민수", "서울"], ["민수", "서울"], id="Korean"),
        pytest.param("👩‍🚀 and 👩, 👍🏽 👍, 🇩🇪🇸🇪", ["👩", "👍", "🇪🇸", "🇸🇪"], ["👩", "👍", "🇸🇪"], id="emoji"),
        pytest.param(
            "Jose\u0301 and Jose, か\u3099 か", ["Jose", "か"], ["Jose", "か"], id="combining marks"
        ),
        pytest.param("𝒜da 𠮷野家 \ud800", ["𝒜da", "𠮷野"], ["𝒜da", "𠮷野"], id="outside of the basic plane"),
    ],
)
def test_names_are_marked_where_they_stand_alone(
    page: Page, text: str, names: list[str], marked: list[str]
) -> None:
    assert page.evaluate(HIGHLIGHT, [text, {"persons": names}]) == [text, marked]


@pytest.mark.parametrize(
    "text", ["x " * 50_000, "x" * 100_000, "\n" * 100_000, "e" + "\u0301" * 50_000, "長" * 33_000]
)
def test_nothing_of_a_long_text_is_lost(page: Page, text: str) -> None:
    shown, marked = page.evaluate(HIGHLIGHT, [text, {"persons": ["x " * 1000 + "y", "x x", "長"]}])
    assert shown == text
    assert len(marked) == {"x ": 25_000, "長長": 33_000}.get(text[:2], 0)


def test_a_text_that_changes_while_names_are_looked_for_is_shown_as_it_is_at_last(page: Page) -> None:
    shown = page.evaluate("""async () => {
      const { Article } = await import("./article.js");
      const post = { id: "0", createdAt: "2026-01-01T00:00:00Z", author: "Joe", title: "Long", topic: "t" };
      const article = new Article(post, {}, { has: () => false });
      article.show({ ...post, body: "Joe ".repeat(25_000), entities: { persons: ["Joe"] } });
      article.show({ ...post, body: "Soon over" });
      await new Promise((resolve) => setTimeout(resolve, 300));
      return article.element.querySelector(".body").innerHTML;
    }""")
    assert shown == "<div>Soon over</div>"
