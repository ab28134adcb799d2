"""A run under faults: people write, read and get emails while calls of AWS fail; then all has to settle."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from uuid import uuid4

import httpx
from ulid import ULID

from emulated_aws.emulator import Emulator
from emulated_aws.mails import open_mailbox
from local.bus_events import listen
from local.faults.evidence import Evidence
from local.faults.injection import faults_between
from local.faults.outcome import Outcome
from local.faults.queues import find_queues
from local.faults.reader import Reader, following
from local.faults.writer import Post, write_post
from local.stack import LocalStack, sign_up
from local.steps import Step, Steps
from ops.dead_letters import sources
from ops.redrive import redrive
from ops.stack import LOCAL, Stack

_TOPICS = ("spring", "summer", "autumn", "winter")
_READERS = (("spring", "summer"), ("summer", "autumn"), ("autumn", "winter", "spring"))
_SUBSCRIBERS = (("spring", "summer", "autumn"), ("autumn", "winter", "last"))
_LAST = ("last",)  # of posts that are written to see that all before them were announced

_POSTS_PER_POISON = 25
_WRITERS = 4
_PATIENCE = 30  # seconds for an answer while nothing fails
_SETTLING_SECONDS = 120  # without any progress
_REDRIVES = 10  # a killed function's lease lasts for some of them
_FREEZES = 2
_FREEZE_SECONDS = 5  # after which no client trusts a connection
_MANY = 10_000  # dead letters, also a second
_GLANCE_SECONDS = 0.2  # a queue tells nobody when it is empty


def run_under_faults(stack: LocalStack, seed: int, count: int, steps: Steps) -> Outcome:
    """Writes posts while calls of AWS fail, lets all settle, and finds out what became of them.

    Args:
        stack: A deployed stack, in which nothing else happens. What is written stays in it.
        seed: Of the faults: `emulated_aws.faults.schedule` says what it determines.
        count: How many posts are written.
        steps: Told of the progress.

    Raises:
        TimeoutError: It does not settle.
    """
    mark = uuid4().hex[:8]  # other runs on the stack have topics and addresses of their own

    def own(topics: Sequence[str]) -> list[str]:
        return [f"{topic} {mark}" for topic in topics]

    news = threading.Condition()
    with ExitStack() as running:
        http = running.enter_context(client_of(stack))
        events = listen(stack.emulator, stack.outputs["eventBusName"])
        with steps.step("nothing under way") as step:  # else it is cut off as functions get the proxy
            _work_off(stack.emulator, news, step)
        proxy = running.enter_context(faults_between(stack.emulator, seed))
        with steps.step(f"{len(_SUBSCRIBERS)} people get emails, and {len(_READERS)} follow topics"):
            subscribers = {
                f"{number}-{mark}@example.com": own(one) for number, one in enumerate(_SUBSCRIBERS)
            }
            for email, topics in subscribers.items():
                _subscribe(stack, http, email, topics)
            *readers, watcher = [
                running.enter_context(following(stack, http, own(topics), news))
                for topics in (*_READERS, _LAST)
            ]
        with steps.step(f"{count:,} posts written, while calls of AWS fail") as step:
            proxy.is_on = True
            posts = _write(stack, http, own(_TOPICS), count, step)
        with steps.step("the rest handled, or given up, while calls of AWS fail") as step:
            _announce(http, watcher, news)
            _work_off(stack.emulator, news, step)
            proxy.is_on = False
        with steps.step("dead letters redriven, and handled while nothing fails") as step:
            for _ in range(_REDRIVES):
                if not _redrive(stack):
                    break
                _work_off(stack.emulator, news, step)
        with steps.step(f"{_FREEZES} posts written, each when all connections have died in a freeze") as step:
            thawed = []
            for _ in range(_FREEZES):
                proxy.forget_connections()
                time.sleep(_FREEZE_SECONDS)
                thawed.append(_announce(http, watcher, news))
                _work_off(stack.emulator, news, step)
        return Evidence(stack, events, readers, subscribers, proxy.incidents).judge(posts, thawed)


def client_of(stack: LocalStack) -> httpx.Client:
    """Makes a client of a stack's HTTP API, with the demo user's token."""
    return httpx.Client(
        base_url=stack.outputs["apiUrl"],
        headers={"authorization": f"Bearer {stack.token}"},
        timeout=_PATIENCE,
        trust_env=False,  # no proxy leads to the local AWS
    )


def _subscribe(stack: LocalStack, http: httpx.Client, email: str, topics: Sequence[str]) -> None:
    token = sign_up(stack.emulator, stack.outputs, email)
    headers = {"authorization": f"Bearer {token}"}
    http.post("/subscriptions", json={"email": email, "topics": topics}, headers=headers).raise_for_status()
    with open_mailbox(stack.emulator.endpoint, _PATIENCE) as mails:
        link = next(mail["links"]["confirm"] for mail in mails if mail["to"] == email)
    http.get(link).raise_for_status()


def _write(
    stack: LocalStack, http: httpx.Client, topics: Sequence[str], count: int, step: Step
) -> list[Post]:
    """Writes posts, and some items that are none among them. Returns the posts that were answered."""
    dynamodb = stack.emulator.client("dynamodb")

    def write(number: int) -> Post | None:
        if number % _POSTS_PER_POISON == 0:
            dynamodb.put_item(
                TableName=stack.outputs["postsTableName"],
                Item={"id": {"S": str(ULID())}, "note": {"S": "made by hand"}},
            )
        step.progress(f"{number:,}")
        topic = topics[number % len(topics)]
        return write_post(http, f"Post {number} on {topic}", topic)

    with ThreadPoolExecutor(_WRITERS) as writers:
        return [post for post in writers.map(write, range(count)) if post is not None]


def _redrive(stack: LocalStack) -> int:
    """Puts dead letters back, as operators do. Returns how many."""
    seen = Stack(LOCAL, stack.outputs)
    return sum(
        result.target is not None
        for queue in sources(seen)
        for result in redrive(seen, queue, limit=_MANY, rate=_MANY, dry=False)
    )


def _announce(http: httpx.Client, watcher: Reader, news: threading.Condition) -> Post:
    """Posts, and waits until that is told: then the stream has announced all that happened before."""
    post = write_post(http, f"The end {uuid4().hex}", watcher.topics[0])
    with news:
        while post is None or all(message.post_id != post.id for message in watcher.messages):
            if post is None or not news.wait(_SETTLING_SECONDS):
                raise TimeoutError(f"for {_SETTLING_SECONDS} s no reader was told anything")
    return post


def _work_off(emulator: Emulator, news: threading.Condition, step: Step) -> None:
    """Waits until functions have worked off their queues."""
    before: dict[str, int] = {}
    deadline = 0.0
    while left := {
        queue.name: queue.messages
        for queue in find_queues(emulator)
        if queue.is_worked_off and queue.messages
    }:
        if left != before:
            before, deadline = left, time.monotonic() + _SETTLING_SECONDS
        if time.monotonic() > deadline:
            raise TimeoutError(
                f"for {_SETTLING_SECONDS} s nothing became of the messages that are left: {left}"
            )
        step.progress(f"{sum(left.values()):,} messages left")
        with news:
            news.wait(_GLANCE_SECONDS)
