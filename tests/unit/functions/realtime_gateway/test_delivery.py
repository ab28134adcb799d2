"""The protocol between subscribing and pushing, in every order of their steps."""

from collections.abc import Callable

import pytest

from tests.unit.functions.realtime_gateway.world import LEASE_SECONDS, World

BOTH = ["subscribed", "blogPostEnriched"]

# More than either function takes, so that "not at all" is tried too.
STEPS = range(1, 12)


def redeliver_until_done(world: World) -> None:
    """Does what SQS does: it delivers a failed message again when every lease is over."""
    world.now += 2 * LEASE_SECONDS
    assert world.push_to_the_end()


def subscribe_to_both(world: World) -> None:
    """Subscribes one connection to a post and to its topic."""
    world.subscribe()
    world.subscribe(topic="summer")


@pytest.mark.parametrize("step", STEPS)
def test_a_push_at_any_step_of_subscribing_loses_and_repeats_nothing(step: int) -> None:
    world = World()
    done: list[bool] = []
    world.interrupt(world.subscribe, step, lambda: done.append(world.push()))
    if not done:
        done.append(world.push())
    assert world.inbox["ann"] == BOTH
    redeliver_until_done(world)
    assert world.inbox["ann"] == BOTH


@pytest.mark.parametrize("step", STEPS)
def test_subscribing_at_any_step_of_a_push_loses_and_repeats_nothing(step: int) -> None:
    world = World()
    world.interrupt(world.push, step, world.subscribe)
    if "ann" not in world.inbox:
        world.subscribe()
    assert world.inbox["ann"] == BOTH
    redeliver_until_done(world)
    assert world.inbox["ann"] == BOTH


@pytest.mark.parametrize("step", STEPS)
def test_subscribing_at_any_step_of_subscribing_gets_two_acknowledgements_and_one_message(step: int) -> None:
    world = World()
    world.push()
    world.interrupt(world.subscribe, step, world.subscribe)
    if world.got()["subscribed"] == 1:
        world.subscribe()
    assert world.inbox["ann"][0] == "subscribed"
    assert world.got() == {"subscribed": 2, "blogPostEnriched": 1}


@pytest.mark.parametrize("step", STEPS)
def test_subscribing_to_a_post_while_its_topic_is_served_loses_and_repeats_nothing(step: int) -> None:
    world = World()
    world.subscribe(topic="summer")
    world.interrupt(world.push, step, world.subscribe)
    redeliver_until_done(world)
    assert world.got()["blogPostEnriched"] == 1


@pytest.mark.parametrize("subscribe", [World.subscribe, subscribe_to_both])
@pytest.mark.parametrize("step", STEPS)
def test_a_second_push_at_any_step_of_a_push_repeats_nothing(
    step: int, subscribe: Callable[[World], None]
) -> None:
    world = World()
    subscribe(world)
    world.interrupt(world.push, step, world.push)
    redeliver_until_done(world)
    assert world.got()["blogPostEnriched"] == 1


@pytest.mark.parametrize("subscribe", [World.subscribe, subscribe_to_both])
@pytest.mark.parametrize("step", STEPS)
def test_a_push_that_is_killed_at_any_step_loses_nothing(
    step: int, subscribe: Callable[[World], None]
) -> None:
    world = World()
    subscribe(world)
    world.kill(world.push, step)
    redeliver_until_done(world)
    # What was sent, but not marked, is sent again. There is no third way.
    sent_before_it_was_marked = step == 5
    assert world.got()["blogPostEnriched"] == (2 if sent_before_it_was_marked else 1)


@pytest.mark.parametrize("step", STEPS)
def test_subscribing_again_after_a_killed_attempt_loses_nothing(step: int) -> None:
    world = World()
    world.kill(world.subscribe, step)
    world.subscribe()
    redeliver_until_done(world)
    assert world.inbox["ann"][0] == "subscribed"
    assert world.got()["blogPostEnriched"] == 1


def test_a_push_that_finds_an_abandoned_lease_is_delivered_again_when_that_is_over() -> None:
    world = World()
    world.kill(world.subscribe, step=3)
    assert not world.push()
    assert world.got()["blogPostEnriched"] == 0
    redeliver_until_done(world)
    assert world.got()["blogPostEnriched"] == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_client_that_leaves_at_any_step_leaves_nothing_that_fails(step: int) -> None:
    world = World()
    world.interrupt(world.subscribe, step, lambda: world.gone.add("ann"))
    world.gone.add("ann")
    redeliver_until_done(world)
    assert not world.is_subscribed()


def test_a_client_that_left_is_settled_on_its_second_channel_too() -> None:
    world = World()
    subscribe_to_both(world)
    world.gone.add("ann")
    assert world.push()
    assert world.subscriptions == set()


def group(size: int, batch_size: int) -> World:
    """A world in which some connections subscribed to the post, and every second one to its topic too."""
    world = World(batch_size=batch_size)
    for number in range(size):
        world.subscribe(f"c{number}")
        if number % 2:
            world.subscribe(f"c{number}", topic="summer")
    return world


@pytest.mark.parametrize("batch_size", [2, 3, 25])
@pytest.mark.parametrize("step", range(1, 40))
def test_a_second_push_at_any_step_of_a_push_to_many_repeats_nothing(step: int, batch_size: int) -> None:
    world = group(5, batch_size)
    world.interrupt(world.push, step, world.push)
    redeliver_until_done(world)
    assert [world.got(f"c{number}")["blogPostEnriched"] for number in range(5)] == [1] * 5


@pytest.mark.parametrize("step", range(1, 40))
def test_subscribing_at_any_step_of_a_push_to_many_loses_and_repeats_nothing(step: int) -> None:
    world = group(5, batch_size=3)
    world.interrupt(world.push, step, lambda: world.subscribe("c3"))
    redeliver_until_done(world)
    assert [world.got(f"c{number}")["blogPostEnriched"] for number in range(5)] == [1] * 5


@pytest.mark.parametrize("batch_size", [2, 3, 25])
@pytest.mark.parametrize("step", range(1, 40))
def test_a_push_to_many_that_is_killed_at_any_step_repeats_one_batch_at_most(
    step: int, batch_size: int
) -> None:
    world = group(5, batch_size)
    world.kill(world.push, step)
    redeliver_until_done(world)
    counts = [world.got(f"c{number}")["blogPostEnriched"] for number in range(5)]
    assert set(counts) <= {1, 2}
    assert counts.count(2) <= batch_size  # what was sent, but not marked


@pytest.mark.parametrize("batch_size", [2, 3, 25])
def test_of_many_those_that_are_gone_or_cannot_be_sent_to_keep_nobody_from_the_message(
    batch_size: int,
) -> None:
    world = group(5, batch_size)
    world.gone.add("c1")
    world.refused.add("c2")
    assert not world.push()
    assert [world.got(f"c{number}")["blogPostEnriched"] for number in (0, 3, 4)] == [1] * 3
    assert not world.is_subscribed("c1")
    world.refused.clear()
    assert world.push()
    assert world.got("c2")["blogPostEnriched"] == 1
