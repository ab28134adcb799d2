"""Replays of what the bus announced."""

import time
from datetime import timedelta

from ulid import ULID

from local.faults.writer import Post
from ops.replay import plan_replay, replay_state, start_replay
from ops.stack import Stack
from tests.ops.conftest import Events, find_event


def test_a_replay_brings_events_again(operated: Stack, events: Events, post: Post) -> None:
    # No earlier: the local AWS would replay all that other tests had announced. It counts whole seconds.
    since = ULID.from_str(post.id).datetime - timedelta(seconds=1)
    replay = plan_replay(operated, "events-creation", since, since + timedelta(minutes=1))
    assert replay.rule.startswith("arn:aws:events:")
    assert replay.rule.endswith("/blogPostCreation")
    start_replay(operated, replay)
    again = find_event(events, post, "BlogPostCreated")
    assert again["replay-name"] == replay.name
    while replay_state(operated, replay)[0] in {"STARTING", "RUNNING"}:
        time.sleep(0.05)
    assert replay_state(operated, replay)[0] == "COMPLETED"
