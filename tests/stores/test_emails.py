"""Posts that were mailed."""

from uuid import uuid4

import pytest

from functions.event_pipeline.email_notifications.email_store import SECONDS_OF_MAILING, Claim
from tests.stores.conftest import Stores


@pytest.fixture
def post_id() -> str:
    return uuid4().hex


def test_of_two_who_claim_a_post_one_gets_it(stores: Stores, post_id: str) -> None:
    assert stores.emails.claim(post_id) is Claim.TAKEN
    assert stores.emails.claim(post_id) is Claim.IN_PROGRESS
    stores.world.now += SECONDS_OF_MAILING
    assert stores.emails.claim(post_id) is Claim.IN_DOUBT


def test_a_post_that_is_released_can_be_claimed(stores: Stores, post_id: str) -> None:
    stores.emails.claim(post_id)
    stores.emails.release(post_id)
    assert stores.emails.claim(post_id) is Claim.TAKEN


def test_a_post_that_was_sent_is_never_claimed_again(stores: Stores, post_id: str) -> None:
    stores.emails.claim(post_id)
    stores.emails.mark_sent(post_id)
    assert stores.emails.claim(post_id) is Claim.SENT
