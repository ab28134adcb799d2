from contextlib import suppress
from itertools import combinations, permutations

import pytest

from functions.realtime_gateway.channel import topic_channel
from functions.realtime_gateway.push.work import Work
from functions.realtime_gateway.subscription_store import Subscription
from tests.unit.functions.realtime_gateway.world import (
    CREATED,
    ENRICHED,
    LEASE_SECONDS,
    MESSAGE,
    POST_ID,
    REMOVED,
    World,
)

LIFE = ("blogPostCreated", "blogPostEnriched", "blogPostRemoved")

CROWD = [f"c{n:02}" for n in range(20)]


def crowd(time_left: int = 1000) -> World:
    """A world in which many connections subscribed to the post, and every second one to its topic too."""
    world = World(time_left=time_left)
    for connection_id in CROWD:
        world.subscribe(connection_id)
    for connection_id in CROWD[::2]:
        world.subscribe(connection_id, topic="SUMMER")
    return world


def test_everyone_who_subscribed_gets_the_message() -> None:
    world = World()
    world.subscribe("ann")
    world.subscribe("bob")
    assert world.push()
    assert world.inbox == {
        "ann": ["subscribed", "blogPostEnriched"],
        "bob": ["subscribed", "blogPostEnriched"],
    }


@pytest.mark.parametrize(("work", "message"), [(CREATED, "blogPostCreated"), (ENRICHED, "blogPostEnriched")])
def test_a_topics_feed_has_its_new_and_its_enriched_posts(work: Work, message: str) -> None:
    world = World()
    world.subscribe("ann", topic="SUMMER")
    world.subscribe("bob", topic="winter")
    assert world.push(work)
    assert world.inbox == {"ann": ["subscribed", message], "bob": ["subscribed"]}


def test_a_new_post_is_news_to_its_topic_only() -> None:
    world = World()
    world.subscribe()
    assert world.push(CREATED)
    assert world.inbox["ann"] == ["subscribed"]


def test_a_connection_that_subscribed_to_a_post_and_its_topic_gets_one_message() -> None:
    world = crowd()
    assert world.push(in_threads=True)
    assert all(world.got(connection_id)["blogPostEnriched"] == 1 for connection_id in CROWD)


def test_the_message_is_kept_for_those_who_subscribe_later() -> None:
    world = World()
    assert world.push()
    assert world.posts == {POST_ID: MESSAGE}


@pytest.mark.parametrize("work", [CREATED, ENRICHED])
def test_a_redelivered_event_sends_nothing(work: Work) -> None:
    world = World()
    world.subscribe()
    world.subscribe(topic="summer")
    assert world.push(work)
    before = world.got()
    assert world.push(work)
    assert world.got() == before


def test_a_connection_that_is_gone_is_deleted_and_the_others_get_the_message() -> None:
    world = World()
    world.subscribe("ann")
    world.subscribe("bob")
    world.gone.add("ann")
    assert world.push()
    assert not world.is_subscribed("ann")
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


@pytest.mark.parametrize("time_left", range(1, 32))
def test_what_there_was_no_time_for_is_done_by_the_next_calls(time_left: int) -> None:
    world = crowd(time_left=time_left)
    assert world.push_to_the_end()
    assert all(world.got(connection_id)["blogPostEnriched"] == 1 for connection_id in CROWD)


def test_when_time_runs_out_the_rest_is_put_into_the_queue() -> None:
    world = crowd(time_left=5)
    world.refused.add("c01")
    assert world.push()
    (rest,) = world.queued
    assert rest.detail == ENRICHED.detail
    assert rest.progress.after is not None
    assert rest.progress.after.connection_id == "c04"
    assert rest.progress.unsettled == ("c01",)


def test_who_could_not_be_sent_to_is_tried_once_more_in_the_end() -> None:
    world = crowd(time_left=25)
    world.refused.add("c01")
    assert world.push()
    world.refused.clear()
    assert world.push_to_the_end(world.queued.pop())
    assert world.got("c01")["blogPostEnriched"] == 1


def test_who_cannot_be_sent_to_at_all_fails_the_last_piece_of_work_alone() -> None:
    world = crowd(time_left=25)
    world.refused.add("c01")
    assert world.push()
    (rest,) = world.queued
    world.queued.clear()
    assert not world.push(rest)
    assert world.queued == []


def test_who_there_was_no_time_to_try_once_more_is_not_forgotten() -> None:
    world = World(time_left=1)
    world.subscribe("ann")
    world.subscribe("bob")
    last = Subscription(channel=topic_channel("summer"), connection_id="zoe")
    rest = ENRICHED.going_on(last, unsettled=("ann", "bob"))
    assert not world.push(rest)
    assert world.got("bob")["blogPostEnriched"] == 0
    world.time_left = 1000
    assert world.push(rest)
    assert world.got("ann")["blogPostEnriched"] == world.got("bob")["blogPostEnriched"] == 1


@pytest.mark.parametrize("step", range(1, 80))
def test_a_push_of_which_any_step_fails_is_not_done_until_everyone_has_the_message(step: int) -> None:
    world = crowd()
    done: list[bool] = []

    def fail() -> None:
        raise OSError("the table does not answer")

    with suppress(OSError):
        world.interrupt(lambda: done.append(world.push()), step, fail)
    reached = [world.got(connection_id)["blogPostEnriched"] for connection_id in CROWD]
    assert min(reached) == 1 or done != [True]
    world.now += 2 * LEASE_SECONDS
    assert world.push()
    assert all(world.got(connection_id)["blogPostEnriched"] for connection_id in CROWD)


@pytest.mark.parametrize("step", range(1, 80))
def test_after_a_killed_call_everyone_gets_the_message_and_at_most_one_gets_it_twice(step: int) -> None:
    world = crowd(time_left=12)
    world.kill(world.push, step)
    world.now += 2 * LEASE_SECONDS
    assert world.push_to_the_end()
    counts = [world.got(connection_id)["blogPostEnriched"] for connection_id in CROWD]
    assert min(counts) == 1
    assert sum(counts) <= len(CROWD) + 1  # what was sent, but not marked


@pytest.mark.parametrize("order", list(permutations((CREATED, ENRICHED, REMOVED))))
def test_whatever_order_events_come_in_a_connection_is_told_of_a_post_s_life_in_its_order(
    order: tuple[Work, ...],
) -> None:
    world = World()
    world.subscribe(topic="summer")
    for work in (*order, *order):
        assert world.push(work)
    told = world.inbox["ann"][1:]
    assert told == [type_ for type_ in LIFE if type_ in told]
    assert told[-1] == "blogPostRemoved"


@pytest.mark.parametrize(("earlier", "later"), list(combinations((CREATED, ENRICHED, REMOVED), 2)))
def test_what_may_have_been_sent_is_not_followed_by_what_it_overtook(earlier: Work, later: Work) -> None:
    world = World()
    world.subscribe(topic="summer")
    world.silent.add("ann")
    assert not world.push(later)
    world.silent.clear()
    assert world.push(earlier)
    assert world.push(later)
    told = world.inbox["ann"][1:]
    assert len(told) == 2
    assert set(told) == {LIFE[(CREATED, ENRICHED, REMOVED).index(later)]}


def test_subscribing_to_a_post_keeps_no_news_of_its_topic_back() -> None:
    world = World()
    world.subscribe(topic="summer")
    world.subscribe()
    assert world.push(CREATED)
    assert world.push(ENRICHED)
    assert world.inbox["ann"] == ["subscribed", "subscribed", "blogPostCreated", "blogPostEnriched"]


def test_of_a_removed_post_the_gateway_keeps_nothing_and_tells_nothing_more() -> None:
    world = World()
    world.subscribe()
    world.push()
    world.push(REMOVED)
    assert world.inbox["ann"] == ["subscribed", "blogPostEnriched", "blogPostRemoved"]
    assert "Joe" not in world.posts[POST_ID].to_json()
    world.subscribe("bob", topic="summer")
    assert world.push(CREATED)
    assert world.push(ENRICHED)
    assert world.inbox["bob"] == ["subscribed"]


def test_who_subscribes_to_a_removed_post_is_told_so() -> None:
    world = World()
    world.push()
    world.push(REMOVED)
    world.subscribe()
    assert world.inbox["ann"] == ["subscribed", "blogPostRemoved"]
