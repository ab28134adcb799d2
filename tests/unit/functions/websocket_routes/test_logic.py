import pytest

from tests.unit.functions.websocket.world import World


def test_a_subscription_is_acknowledged() -> None:
    world = World()
    world.subscribe()
    assert world.inbox["ann"] == ["subscribed"]


def test_a_post_that_is_enriched_already_follows_at_once() -> None:
    world = World()
    world.push()
    world.subscribe()
    assert world.inbox["ann"] == ["subscribed", "blogPostEnriched"]


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


def test_a_client_that_has_left_leaves_nothing_behind() -> None:
    world = World(gone={"ann"})
    world.subscribe()
    assert world.row() is None


def test_a_failed_acknowledgement_keeps_no_lease() -> None:
    world = World(refused={"ann"})
    with pytest.raises(TimeoutError):
        world.subscribe()
    world.refused.clear()
    assert world.push()
    assert world.got()["blogPostEnriched"] == 1
