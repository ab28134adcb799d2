"""Benchmark of the page's highlighting: `python -m tests.browser.highlighting_benchmark`.

A reader opens the page, whose newest post has 100 KB and 5,473 entities, reads on, and scrolls to its end.
For as long as a task of the browser's main thread takes, the page answers to nothing.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route

from local.stack import ROOT
from tests.browser.chromium import MISSING, find_chromium, open_chromium

ORIGIN = "http://blog.test"  # nobody's (RFC 2606): all requests are answered here
DATES = [f"{date(1900, 1, 1) + timedelta(days=3 * number):%B %d %Y}" for number in range(5473)]
POST = {
    "id": "01M83EVEHADSB4PAQMK7FTB4MK",
    "createdAt": "2026-01-01T00:00:00.000Z",
    "author": "Joe",
    "title": "Days",
    "topic": "calendar",
    "topicKey": "calendar",
    "body": " ".join(f"on {day}" for day in DATES)[:100_000],
    "entities": {"dates": DATES},
}


def answer(route: Route) -> None:
    """Answers as the blog does that has one post."""
    path = urlsplit(route.request.url).path
    if path == "/config.json":
        route.fulfill(json={"apiUrl": ORIGIN, "websocketUrl": "ws://blog.test"})
    elif path == "/posts":
        route.fulfill(json={"posts": [{name: POST[name] for name in POST if name != "body"}]})
    elif path == f"/posts/{POST['id']}":
        route.fulfill(json=POST)
    else:
        route.fulfill(path=ROOT / "site" / (path.strip("/") or "index.html"))


def main_thread_tasks(trace: bytes) -> Iterator[float]:
    """Reads for how many milliseconds each task of the page's main thread ran, while no other program did."""
    events = json.loads(trace)["traceEvents"]
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [event for event in events if (event["pid"], event["tid"]) in threads and "tdur" in event]
    end = 0
    for task in sorted(tasks, key=lambda event: event["ts"]):
        if task["ts"] >= end:  # else it is a part of the one before
            end = task["ts"] + task["dur"]
            yield task["tdur"] / 1000


def measure(browser: Browser) -> str:
    """Opens the page and reads. Returns in words how long the longest tasks took."""
    page = browser.new_page()
    page.route("**/*", answer)
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    start = time.perf_counter()
    page.goto(ORIGIN)
    page.wait_for_function(f"document.querySelectorAll('article mark').length === {len(DATES)}")
    seconds = time.perf_counter() - start
    page.get_by_role("button", name="Read on").click()
    for _ in range(100):
        page.mouse.wheel(0, 1000)
        page.wait_for_timeout(20)
    longest = sorted(main_thread_tasks(browser.stop_tracing()), reverse=True)[:5]
    tasks = ", ".join(f"{task:.0f}" for task in longest)
    return f"{len(DATES)} marks after {seconds:.2f} s; the longest tasks: {tasks} ms"


if __name__ == "__main__":
    chromium = find_chromium()
    if chromium is None:
        sys.exit(MISSING)
    with open_chromium(chromium) as running:
        print(measure(running))  # noqa: T201 - it is a command
