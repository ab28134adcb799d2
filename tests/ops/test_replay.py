"""Replays of what the bus announced."""

from datetime import UTC, datetime, timedelta

from local.faults.writer import Post
from ops.replay import plan_replay, replay_state, start_replay
from ops.stack import Stack
from tests.ops.conftest import Events, find_event


def test_a_replay_brings_events_again(operated: Stack, events: Events, post: Post) -> None:
    now = datetime.now(UTC)
    replay = plan_replay(operated, "events-creation", now - timedelta(hours=1), now + timedelta(minutes=1))
    assert replay.rule.startswith("arn:aws:events:")
    assert replay.rule.endswith("/blogPostCreation")
    start_replay(operated, replay)
    again = find_event(events, post, "BlogPostCreated")
    assert again["replay-name"] == replay.name
    while replay_state(operated, replay)[0] in {"STARTING", "RUNNING"}:
        pass
    assert replay_state(operated, replay)[0] == "COMPLETED"
