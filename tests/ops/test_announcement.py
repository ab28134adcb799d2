"""Posts that are announced again."""

from datetime import UTC, datetime, timedelta

from local.faults.writer import Post
from ops.announcement import announce, find_stuck
from ops.stack import Stack
from tests.ops.conftest import Events, find_event


def test_posts_without_entities_are_found_and_announced_again(
    operated: Stack, events: Events, forgotten: Post
) -> None:
    now = datetime.now(UTC)
    found = find_stuck(operated, now - timedelta(hours=1), now + timedelta(seconds=1))
    assert forgotten.id in [stuck.id for stuck in found]
    assert forgotten.id not in [
        one.id for one in find_stuck(operated, now - timedelta(days=2), now - timedelta(days=1))
    ]
    assert announce(operated, forgotten.id)
    assert find_event(events, forgotten, "BlogPostCreated")
    assert find_event(events, forgotten, "BlogPostEnriched")
    assert not announce(operated, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
