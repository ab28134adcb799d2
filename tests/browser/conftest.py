"""The page of the deployed stack, in a real browser."""

import os
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from local.stack import LocalStack
from tests.browser.chromium import MISSING, find_chromium, open_chromium
from tests.browser.reader import Reader
from tests.end_to_end.client import PATIENCE


@pytest.fixture(scope="package")
def chromium() -> str:
    """The browser's program. Where it is absent the tests are skipped, but not in CI, where they must run."""
    program = find_chromium()
    if program is None and os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    if program is None:
        pytest.skip(MISSING)
    return program


@pytest.fixture(scope="package")
def stack(chromium: str, stack: LocalStack) -> LocalStack:  # noqa: ARG001 - nothing is deployed for tests that are skipped
    return stack


@pytest.fixture(scope="package")
def site_url(stack: LocalStack) -> str:
    return str(stack.outputs["siteUrl"])


@pytest.fixture(scope="package")
def token(stack: LocalStack) -> str:
    """The demo user's."""
    return stack.token


@pytest.fixture(scope="package")
def blog(stack: LocalStack, token: str) -> Iterator[httpx.Client]:
    """The HTTP API, for somebody who does not use the page."""
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=stack.outputs["apiUrl"], headers=headers, timeout=PATIENCE) as client:
        yield client


# Not for the whole session: Playwright's event loop runs for as long, and other tests start their own.
@pytest.fixture(scope="package")
def browser(chromium: str, stack: LocalStack) -> Iterator[Browser]:  # noqa: ARG001 - deploying has a loop, too
    with open_chromium(chromium) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without a past. It must have nothing to complain about."""
    complaints: list[str] = []
    with browser.new_context() as fresh:
        fresh.on("weberror", lambda error: complaints.append(str(error.error)))
        fresh.on(
            "console",
            lambda message: complaints.append(message.text) if "Security Policy" in message.text else None,
        )
        yield fresh
    assert complaints == []


@pytest.fixture
def visitor(context: BrowserContext, site_url: str) -> Reader:
    """Somebody who has not signed in."""
    return Reader(context.new_page(), site_url)


@pytest.fixture
def reader(visitor: Reader, token: str) -> Reader:
    """Somebody who has, and is connected."""
    visitor.use_token(token)
    expect(visitor.connection).to_have_text("Live")
    return visitor
