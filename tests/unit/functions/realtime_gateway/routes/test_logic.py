import pytest

from functions.realtime_gateway.connections import ConnectionGoneError
from tests.unit.functions.realtime_gateway.world import CREATED, World


@pytest.mark.parametrize("topic", [None, "summer"])
def test_a_subscription_is_acknowledged(topic: str | None) -> None:
    world = World()
    world.subscribe(topic=topic)
    assert world.inbox["ann"] == ["subscribed"]


def test_a_post_that_is_enriched_already_follows_at_once() -> None:
    world = World()
    world.push()
    world.subscribe()
    assert world.inbox["ann"] == ["subscribed", "blogPostEnriched"]


def test_a_topics_feed_begins_with_the_subscription() -> None:
    world = World()
    world.push(CREATED)
    world.push()
    world.subscribe(topic="summer")
    assert world.inbox["ann"] == ["subscribed"]


def test_subscribing_again_gets_an_acknowledgement_and_no_second_message() -> None:
    world = World()
    world.push()
    world.subscribe()
    world.subscribe()
    assert world.inbox["ann"] == ["subscribed", "blogPostEnriched", "subscribed"]


def test_another_connection_gets_its_own_message() -> None:
    world = World()
    world.push()
    world.subscribe("ann")
    world.subscribe("bob")
    assert world.inbox["bob"] == ["subscribed", "blogPostEnriched"]


@pytest.mark.parametrize("topic", [None, "summer"])
def test_a_client_that_has_left_leaves_no_subscription(topic: str | None) -> None:
    world = World(gone={"ann"})
    world.subscribe(topic=topic)
    assert world.subscriptions == set()


def test_a_failed_acknowledgement_keeps_no_lease() -> None:
    world = World(refused={"ann"})
    with pytest.raises(TimeoutError):
        world.subscribe()
    world.refused.clear()
    assert world.push()
    assert world.got()["blogPostEnriched"] == 1


@pytest.mark.parametrize("step", range(1, 10))
def test_subscribing_fails_unless_the_client_is_told_all(step: int) -> None:
    world = World()
    world.push()
    try:
        world.interrupt(world.subscribe, step, lambda: world.refused.add("ann"))
    except TimeoutError:
        assert "blogPostEnriched" not in world.got()
    else:
        assert world.inbox["ann"] == ["subscribed", "blogPostEnriched"]


@pytest.mark.parametrize("topic", [None, "Summer"])
def test_who_unsubscribes_hears_no_more(topic: str | None) -> None:
    world = World()
    world.subscribe(topic=topic)
    world.unsubscribe(topic=topic)
    world.push()
    assert world.inbox["ann"] == ["subscribed", "unsubscribed"]


def test_unsubscribing_ends_one_subscription_alone() -> None:
    world = World()
    world.subscribe()
    world.subscribe(topic="summer")
    world.unsubscribe(topic="summer")
    world.push()
    assert world.got()["blogPostEnriched"] == 1


def test_unsubscribing_from_nothing_is_acknowledged() -> None:
    world = World()
    world.unsubscribe()
    assert world.inbox["ann"] == ["unsubscribed"]


def test_who_left_while_unsubscribing_cannot_be_told() -> None:
    world = World(gone={"ann"})
    with pytest.raises(ConnectionGoneError):
        world.unsubscribe()
