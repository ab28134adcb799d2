"""Makes the picture of the page that the README shows: `python -m tests.browser.screenshot`."""

import sys
from pathlib import Path

from playwright.sync_api import expect

from local.stack import ROOT, local_stack
from local.steps import Steps
from tests.browser.chromium import MISSING, find_chromium, open_chromium
from tests.browser.reader import Reader

PICTURE = Path("docs", "page.png")

POSTS = [
    {
        "title": "Notes from the archive",
        "body": "Ada Lovelace wrote her notes in London. I read them again on Monday, all three of them.",
        "topic": "books",
    },
    {
        "title": "Slow trains",
        "body": "We took the night train from Paris to Berlin. Maria slept; I counted stations.",
        "topic": "travel",
    },
    {"title": "My trip", "body": "Hi, I am Joe and I love Spain", "topic": "summer"},
]


def take(program: str, picture: Path) -> None:
    """Deploys the stack, writes some posts on its page, and takes a picture of that.

    Args:
        program: The browser.
        picture: The PNG file to write.
    """
    with local_stack(0, Steps()) as stack, open_chromium(program) as browser:
        page = browser.new_page(
            viewport={"width": 1120, "height": 1180}, color_scheme="light", reduced_motion="reduce"
        )
        reader = Reader(page, stack.outputs["siteUrl"])
        reader.use_token(stack.token)
        expect(reader.connection).to_have_text("Live")
        for post in POSTS:
            reader.publish(**post)
            expect(reader.article(post["title"]).locator("mark").first).to_be_visible()
        reader.subscribe("summer")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=picture)


if __name__ == "__main__":
    chromium = find_chromium()
    if chromium is None:
        sys.exit(MISSING)
    take(chromium, ROOT / PICTURE)
