"""Reader of the page, for tests: an object with the page's parts."""

from playwright.sync_api import Locator, Page, expect

from local.demo_user import EMAIL
from tests.end_to_end.client import PATIENCE


class Reader:
    """Reads and writes by what is to be seen on the page.

    Args:
        page: A tab, which opens the page.
        site_url: Where that is.

    Attributes:
        connection: Says whether posts come as they are written.
    """

    def __init__(self, page: Page, site_url: str) -> None:
        self.page = page
        self.connection = page.locator("#connection")
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(site_url)

    def field(self, label: str) -> Locator:
        """The field of the form in which posts are written."""
        return self.page.get_by_role("region", name="Write").get_by_label(label)

    def button(self, name: str) -> Locator:
        """A button or link by what it says."""
        return self.page.get_by_role("button", name=name, exact=True)

    def article(self, title: str) -> Locator:
        """A post in the feed."""
        return self.page.get_by_role("article", name=title, exact=True)

    def sign_in(self, email: str, password: str) -> None:
        """Signs in at the issuer's page, and waits until posts come by themselves."""
        self.button("Sign in").click()
        self.page.locator("#username").fill(email)
        self.page.locator("#password").fill(password)
        self.page.locator("button[type=submit]").click()
        expect(self.connection).to_have_text("Live")

    def sign_out(self) -> None:
        """Signs out, and waits until the issuer has sent the browser back: the page begins anew then."""
        with self.page.expect_navigation():
            self.button("Sign out").click()

    def use_token(self, token: str) -> None:
        """Pastes a token."""
        self.page.get_by_text("Use a token instead").click()
        self.page.get_by_label("Token").fill(token)
        self.button("Use it").click()

    def mails(self) -> Locator:
        """The reader's emails, the newest first."""
        mailbox = self.page.get_by_role("region", name="Mailbox")
        return mailbox.get_by_role("listitem").filter(has_text=EMAIL)

    def confirmation(self) -> Locator:
        """The link in the email that wants a subscription confirmed."""
        return self.mails().get_by_role("link", name="Confirm the subscription")

    def subscribe(self, topics: str) -> None:
        """Asks for emails about topics, and waits for the one that wants it confirmed."""
        self.page.get_by_label("Topics").fill(topics)
        self.button("Subscribe").click()
        expect(self.confirmation()).to_be_visible()

    def write(self, *, title: str, body: str = "Nothing of note.", topic: str, author: str = "Joe") -> None:
        """Fills the form in."""
        for label, text in {"Title": title, "Text": body, "Author": author, "Topic": topic}.items():
            self.field(label).fill(text)

    def publish(self, *, title: str, body: str = "Nothing of note.", topic: str, author: str = "Joe") -> None:
        """Writes a post and waits until it is in the feed."""
        self.write(title=title, body=body, topic=topic, author=author)
        self.button("Publish").click()
        expect(self.article(title)).to_be_visible()
