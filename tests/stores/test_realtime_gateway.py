"""Subscriptions, deliveries and enriched posts of the WebSocket's functions."""

from uuid import uuid4

import pytest

from functions.realtime_gateway.delivery_store import Claim, Delivery, DeliveryStore
from functions.realtime_gateway.messages import CreatedPost, EnrichedPost, RemovedPost
from functions.realtime_gateway.subscription_store import Subscription
from tests.stores.conftest import Stores
from tests.unit.functions.realtime_gateway.world import LEASE_SECONDS, MESSAGE, REMOVED


@pytest.fixture
def channel() -> str:
    return f"topic#{uuid4().hex}"


@pytest.fixture
def connections() -> list[str]:
    """Three connections, in their order."""
    return sorted(uuid4().hex for _ in range(3))


@pytest.fixture
def delivery() -> Delivery:
    return Delivery(uuid4().hex, "ann", CreatedPost.stage)


def another(delivery: Delivery, stage: int = CreatedPost.stage, connection_id: str = "ann") -> Delivery:
    """Another's wish to tell of the same post."""
    return Delivery(delivery.post_id, connection_id, stage)


def subscribe(stores: Stores, channel: str, *connections: str) -> list[Subscription]:
    subscriptions = [Subscription(channel=channel, connection_id=one) for one in connections]
    for subscription in subscriptions:
        stores.subscriptions.put(subscription)
    return subscriptions


def test_subscriptions_to_a_channel_are_found_by_connection(
    stores: Stores, channel: str, connections: list[str]
) -> None:
    subscribe(stores, channel, *reversed(connections))
    found = stores.subscriptions.find(channel)
    assert [one.connection_id for one in found] == connections


def test_subscriptions_are_found_behind_one_even_if_that_is_gone(
    stores: Stores, channel: str, connections: list[str]
) -> None:
    first, *others = subscribe(stores, channel, *connections)
    assert list(stores.subscriptions.find(channel, after=first)) == others
    stores.subscriptions.delete(first)
    assert list(stores.subscriptions.find(channel, after=first)) == others


def test_a_subscription_that_is_made_twice_is_one_and_ends_once(
    stores: Stores, channel: str, connections: list[str]
) -> None:
    [one] = subscribe(stores, channel, connections[0])
    subscribe(stores, channel, connections[0])
    assert list(stores.subscriptions.find(channel)) == [one]
    stores.subscriptions.delete(one)
    stores.subscriptions.delete(one)
    assert list(stores.subscriptions.find(channel)) == []


def test_a_connection_that_is_gone_leaves_the_others(
    stores: Stores, channel: str, connections: list[str]
) -> None:
    gone, *others = connections
    subscribe(stores, channel, *connections)
    subscribe(stores, f"{channel}-other", gone)
    stores.subscriptions.delete_connection(gone)
    assert [one.connection_id for one in stores.subscriptions.find(channel)] == others
    assert list(stores.subscriptions.find(f"{channel}-other")) == []


def test_of_two_who_claim_a_delivery_one_gets_the_lease(stores: Stores, delivery: Delivery) -> None:
    assert stores.deliveries.claim(delivery) is Claim.LEASED
    assert stores.deliveries.claim(another(delivery)) is Claim.HELD
    assert stores.deliveries.claim(another(delivery, EnrichedPost.stage)) is Claim.HELD


def test_who_claims_again_because_an_answer_was_lost_has_the_lease(
    stores: Stores, delivery: Delivery
) -> None:
    assert stores.deliveries.claim(delivery) is Claim.LEASED
    assert stores.deliveries.claim(delivery) is Claim.LEASED


def test_of_a_post_only_later_stages_are_told(stores: Stores, delivery: Delivery) -> None:
    enriched = another(delivery, EnrichedPost.stage)
    stores.deliveries.claim(enriched)
    stores.deliveries.mark_delivered(enriched)
    assert stores.deliveries.claim(delivery) is Claim.DELIVERED
    assert stores.deliveries.claim(another(delivery, EnrichedPost.stage)) is Claim.DELIVERED
    assert stores.deliveries.claim(another(delivery, RemovedPost.stage)) is Claim.LEASED


def test_what_may_have_been_sent_is_sent_again_and_nothing_that_it_overtook(
    stores: Stores, delivery: Delivery
) -> None:
    enriched = another(delivery, EnrichedPost.stage)
    stores.deliveries.claim(enriched)
    assert stores.deliveries.claim(delivery) is Claim.DELIVERED
    stores.deliveries.release(enriched)
    assert stores.deliveries.claim(delivery) is Claim.DELIVERED
    assert stores.deliveries.claim(another(delivery, EnrichedPost.stage)) is Claim.LEASED


def test_who_only_keeps_others_from_sending_overtakes_nothing(stores: Stores, delivery: Delivery) -> None:
    holding = Delivery(delivery.post_id, "ann", EnrichedPost.stage, is_sent=False)
    assert stores.deliveries.claim(holding) is Claim.LEASED
    assert stores.deliveries.claim(delivery) is Claim.HELD
    stores.deliveries.release(holding)
    assert stores.deliveries.claim(delivery) is Claim.LEASED


def test_a_repeated_mark_takes_nothing_from_the_next_holder(stores: Stores, delivery: Delivery) -> None:
    stores.deliveries.claim(delivery)
    stores.deliveries.mark_delivered(delivery)
    enriched = another(delivery, EnrichedPost.stage)
    stores.deliveries.claim(enriched)
    stores.deliveries.mark_delivered(delivery)
    stores.deliveries.release(delivery)
    assert stores.deliveries.claim(another(delivery, RemovedPost.stage)) is Claim.HELD
    stores.deliveries.mark_delivered(enriched)
    assert stores.deliveries.claim(another(delivery, EnrichedPost.stage)) is Claim.DELIVERED


def test_a_lease_is_free_again_when_it_is_over_and_no_sooner(stores: Stores, delivery: Delivery) -> None:
    stores.deliveries.claim(delivery)
    stores.world.now += LEASE_SECONDS
    assert stores.deliveries.claim(another(delivery)) is Claim.HELD
    stores.world.now += 1
    assert stores.deliveries.claim(another(delivery)) is Claim.LEASED


def test_a_lease_that_is_released_is_free(stores: Stores, delivery: Delivery) -> None:
    stores.deliveries.claim(delivery)
    stores.deliveries.release(delivery)
    assert stores.deliveries.claim(another(delivery)) is Claim.LEASED


def test_what_was_delivered_is_never_leased_again(stores: Stores, delivery: Delivery) -> None:
    stores.deliveries.claim(delivery)
    stores.deliveries.mark_delivered(delivery)
    stores.world.now += 2 * LEASE_SECONDS
    assert stores.deliveries.claim(another(delivery)) is Claim.DELIVERED


def test_deliveries_of_a_message_to_others_are_free(stores: Stores, delivery: Delivery) -> None:
    stores.deliveries.claim(delivery)
    assert stores.deliveries.claim(another(delivery, connection_id="bob")) is Claim.LEASED


def test_the_message_about_an_enriched_post_is_found(stores: Stores) -> None:
    message = MESSAGE.model_copy(update={"id": uuid4().hex})
    assert stores.enriched_posts.find(message.id) is None
    assert stores.enriched_posts.put(message)
    assert stores.enriched_posts.find(message.id) == message


def test_of_a_removed_post_nothing_is_kept_and_nothing_comes_back(stores: Stores) -> None:
    message = MESSAGE.model_copy(update={"id": uuid4().hex})
    removed = RemovedPost.of(REMOVED.detail).model_copy(update={"id": message.id})
    stores.enriched_posts.put(message)
    stores.enriched_posts.remove(removed)
    assert stores.enriched_posts.find(message.id) == removed
    assert not stores.enriched_posts.put(message)
    assert stores.enriched_posts.find(message.id) == removed


def many(count: int, stage: int) -> list[Delivery]:
    post_id = uuid4().hex
    return [Delivery(post_id, f"c{n:02}", stage) for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 60])
@pytest.mark.parametrize("stage", [CreatedPost.stage, EnrichedPost.stage])
def test_deliveries_are_claimed_and_marked_together_as_one_by_one(
    stores: Stores, stage: int, count: int
) -> None:
    deliveries = many(count, stage)
    assert stores.deliveries.claim_each(deliveries) == [Claim.LEASED] * count
    again = [another(one, stage, one.connection_id) for one in deliveries]
    assert stores.deliveries.claim_each(again) == [Claim.HELD] * count
    stores.deliveries.mark_each_delivered(again)
    stores.deliveries.mark_each_delivered(deliveries)
    assert stores.deliveries.claim_each(again) == [Claim.DELIVERED] * count
    later = [another(one, RemovedPost.stage, one.connection_id) for one in deliveries]
    assert stores.deliveries.claim_each(later) == [Claim.LEASED] * count


def test_what_is_free_is_claimed_and_marked_together(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DeliveryStore, "claim", None)  # nothing is done one by one
    monkeypatch.setattr(DeliveryStore, "mark_delivered", None)
    deliveries = many(3, CreatedPost.stage)
    assert stores.deliveries.claim_each(deliveries) == [Claim.LEASED] * 3
    stores.deliveries.mark_each_delivered(deliveries)
    enriched = [another(one, EnrichedPost.stage, one.connection_id) for one in deliveries]
    assert stores.deliveries.claim_each(enriched) == [Claim.LEASED] * 3


def test_who_claims_many_again_because_an_answer_was_lost_has_the_leases(stores: Stores) -> None:
    deliveries = many(3, CreatedPost.stage)
    stores.deliveries.claim_each(deliveries)
    assert stores.deliveries.claim_each(deliveries) == [Claim.LEASED] * 3


def test_of_many_each_is_claimed_by_itself(stores: Stores) -> None:
    fresh, told, held, released, kept, overtaken, lapsed = deliveries = many(7, EnrichedPost.stage)
    created = [another(one, CreatedPost.stage, one.connection_id) for one in deliveries]
    stores.deliveries.claim(created[6])
    stores.world.now += LEASE_SECONDS + 1
    stores.deliveries.claim(created[1])
    stores.deliveries.mark_delivered(created[1])
    stores.deliveries.claim(created[2])
    stores.deliveries.claim(created[3])
    stores.deliveries.release(created[3])
    keeping = Delivery(kept.post_id, kept.connection_id, EnrichedPost.stage, is_sent=False)
    stores.deliveries.claim(keeping)
    stores.deliveries.release(keeping)
    removed = another(overtaken, RemovedPost.stage, overtaken.connection_id)
    stores.deliveries.claim(removed)
    stores.deliveries.release(removed)
    claims = dict(zip(deliveries, stores.deliveries.claim_each(deliveries), strict=True))
    assert claims == {
        fresh: Claim.LEASED,
        told: Claim.LEASED,
        held: Claim.HELD,
        released: Claim.LEASED,
        kept: Claim.LEASED,
        overtaken: Claim.DELIVERED,
        lapsed: Claim.LEASED,
    }


def test_a_repeated_mark_of_many_takes_nothing_from_the_next_holder(stores: Stores) -> None:
    deliveries = many(3, CreatedPost.stage)
    stores.deliveries.claim_each(deliveries)
    stores.deliveries.mark_each_delivered(deliveries)
    enriched = [another(one, EnrichedPost.stage, one.connection_id) for one in deliveries]
    stores.deliveries.claim_each(enriched)
    stores.deliveries.mark_each_delivered(deliveries)
    removed = [another(one, RemovedPost.stage, one.connection_id) for one in deliveries]
    assert stores.deliveries.claim_each(removed) == [Claim.HELD] * 3
