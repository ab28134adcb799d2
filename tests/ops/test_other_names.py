"""A program that calls its components as it likes, and has functions and queues of its own beside them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.faults.writer import Post
from local.stack import LocalStack
from ops.announcement import announce
from ops.health import check_health
from ops.journey import State, find_journey, walk
from ops.screens import health_screen
from ops.stack import LOCAL, Stack, StackError
from tests.ops.conftest import Events, GiveUp, find_event
from tests.ops.test_redrive import UNDELIVERED, batch_of, redrive_all


def rename(name: str) -> str:
    """Makes a name that tells nothing, and ends as none of ours does."""
    return f"x{name.encode().hex()}y"


@pytest.fixture(scope="module")
def renamed(stack: LocalStack, operated: Stack) -> Stack:
    """The deployed stack, exported under other names, with a reuser's names before its own."""
    operations = stack.outputs["operations"]
    kinds = ("functions", "queues", "deadLetters", "tables", "rules")
    other: dict[str, Any] = {
        kind: {rename(name): node for name, node in operations[kind].items()} for kind in kinds
    }
    other["queues"] = {
        name: {**queue, "deadLetters": rename(queue["deadLetters"])}
        for name, queue in other["queues"].items()
    }
    other["deadLetters"] = {
        name: {**queue, "function": rename(queue["function"]) if "function" in queue else None}
        for name, queue in other["deadLetters"].items()
    }
    [some_function, *_] = operations["functions"].values()
    own = {**some_function, "handler": "fraud_check.handler.handle"}
    other["functions"] = {"my-relay": own, "events-relay": own, "realtime-push": own, **other["functions"]}
    outputs = {**stack.outputs, "operations": {**operations, **other}}
    return Stack(LOCAL, outputs, operated._session)


def test_the_journey_of_a_post_is_found(renamed: Stack, post: Post) -> None:
    deadline = datetime.now(UTC) + timedelta(seconds=20)
    while True:
        hops = list(walk(find_journey(renamed, post.id).first))
        if len(hops) == 7 and all(hop.state is State.DONE for hop in hops):
            break
        assert datetime.now(UTC) < deadline, hops


def test_a_post_that_died_is_found_in_its_dead_letter(
    give_up: GiveUp, renamed: Stack, forgotten: Post
) -> None:
    give_up("events-recognition-dead-letters", {"detail": {"post": {"id": forgotten.id}}}, UNDELIVERED)
    [dead] = [hop for hop in walk(find_journey(renamed, forgotten.id).first) if hop.state is State.DEAD]
    assert dead.name == "recognized"


def test_health_has_each_queue_with_its_dead_letters(give_up: GiveUp, renamed: Stack) -> None:
    give_up("realtime-push-dead-letters", {"detail": {}}, UNDELIVERED)
    health = check_health(renamed, datetime.now(UTC))
    assert health.queues[rename("realtime-push")].dead_letters == rename("realtime-push-dead-letters")
    assert health.dead_letters[rename("realtime-push-dead-letters")].count == 1
    assert health_screen(health, LOCAL, f"--stack {LOCAL}")


def test_what_the_relay_gave_up_goes_through_it_again(
    stack: LocalStack, give_up: GiveUp, renamed: Stack, events: Events, post: Post
) -> None:
    give_up("events-relay-dead-letters", {"DDBStreamBatchInfo": batch_of(stack, post)})
    [redriven] = redrive_all(renamed, rename("events-relay-dead-letters"))
    assert redriven.target == rename("events-relay"), redriven.stays
    assert find_event(events, post, "BlogPostCreated")


def test_posts_are_announced_from_the_table_of_posts(renamed: Stack, events: Events, forgotten: Post) -> None:
    assert announce(renamed, forgotten.id)
    assert find_event(events, forgotten, "BlogPostEnriched")


def test_what_a_stack_lacks_is_said(stack: LocalStack, post: Post) -> None:
    operations = {**stack.outputs["operations"], "functions": {}, "tables": {}}
    bare = Stack(LOCAL, {**stack.outputs, "operations": operations})
    with pytest.raises(StackError, match="no table of posts"):
        announce(bare, post.id)
    with pytest.raises(StackError, match=r"No function of this stack runs .*relay"):
        check_health(bare, datetime.now(UTC))
