"""Chromium as the system has it, driven by Playwright, which would otherwise download one of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from playwright.sync_api import Browser, expect, sync_playwright

from tests.end_to_end.client import PATIENCE

MISSING = "There is no chromium on the PATH (on Debian and Ubuntu: apt-get install chromium)."


def find_chromium() -> str | None:
    """Finds the program."""
    return which("chromium")


@contextmanager
def open_chromium(program: str) -> Iterator[Browser]:
    """Runs the browser, without a window, for the length of a block."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=program) as browser:
        yield browser
