from tests.unit.functions.websocket.world import MESSAGE, POST_ID, World


def test_everyone_who_subscribed_gets_the_message() -> None:
    world = World()
    world.subscribe("ann")
    world.subscribe("bob")
    assert world.push()
    assert world.inbox == {
        "ann": ["subscribed", "blogPostEnriched"],
        "bob": ["subscribed", "blogPostEnriched"],
    }


def test_the_message_is_kept_for_those_who_subscribe_later() -> None:
    world = World()
    assert world.push()
    assert world.posts == {POST_ID: MESSAGE}


def test_a_redelivered_event_sends_nothing() -> None:
    world = World()
    world.subscribe()
    assert world.push()
    assert world.push()
    assert world.got()["blogPostEnriched"] == 1


def test_a_connection_that_is_gone_is_deleted_and_the_others_get_the_message() -> None:
    world = World()
    world.subscribe("ann")
    world.subscribe("bob")
    world.gone.add("ann")
    assert world.push()
    assert world.row("ann") is None
    assert world.got("bob")["blogPostEnriched"] == 1


def test_a_connection_that_cannot_be_sent_to_is_tried_again_without_the_others() -> None:
    world = World()
    world.subscribe("ann")
    world.subscribe("bob")
    world.refused.add("ann")
    assert not world.push()
    world.refused.clear()
    assert world.push()
    assert world.got("ann")["blogPostEnriched"] == 1
    assert world.got("bob")["blogPostEnriched"] == 1
