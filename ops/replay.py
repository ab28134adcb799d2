"""Replaying what was announced, from the archive of the bus to one rule."""

from dataclasses import dataclass
from datetime import datetime

from ops.stack import Stack


@dataclass(frozen=True)
class Replay:
    """A replay.

    Attributes:
        name: Its name.
        rule: The ARN of the rule whose targets get the events again.
        since: From when on.
        until: Up to when.
    """

    name: str
    rule: str
    since: datetime
    until: datetime


def plan_replay(stack: Stack, rule: str, since: datetime, until: datetime) -> Replay:
    """Plans a replay.

    Args:
        stack: The stack.
        rule: What the program calls the rule.
        since: From when on.
        until: Up to when.
    """
    operations = stack.operations
    arn = stack.arn("events", f"rule/{operations.bus}/{operations.rules[rule]}")
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html: 64 characters
    name = f"{stack.name}-{since:%Y%m%dT%H%M%S}-{rule}-{datetime.now(since.tzinfo):%H%M%S}"
    return Replay(name[:64], arn, since, until)


def start_replay(stack: Stack, replay: Replay) -> None:
    """Starts a replay, which EventBridge goes on with by itself.

    Nothing is done twice by it: consumers know by a post's id what they did, emails included, however long
    ago that was. The local AWS replays to all rules, whatever it is asked for.
    """
    operations = stack.operations
    stack.client("events").start_replay(
        ReplayName=replay.name,
        EventSourceArn=stack.arn("events", f"archive/{operations.archive}"),
        EventStartTime=replay.since,
        EventEndTime=replay.until,
        Destination={
            "Arn": stack.arn("events", f"event-bus/{operations.bus}"),
            "FilterArns": [replay.rule],
        },
    )


def replay_state(stack: Stack, replay: Replay) -> tuple[str, str]:
    """Asks how far a replay is. Returns its state, and why if it failed."""
    answer = stack.client("events").describe_replay(ReplayName=replay.name)
    return answer["State"], answer.get("StateReason", "")
