"""Odd things that somebody put into dead-letter queues by hand: no command ends because of one."""

import json
from pathlib import Path

import pytest

from ops.dead_letters import Kind, read
from ops.stack import Stack
from tests.conftest import Command
from tests.ops.conftest import GiveUp

PLACE = {
    "streamArn": "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s",
    "shardId": "shardId-0",
    "startSequenceNumber": "1",
    "endSequenceNumber": "1",
    "batchSize": 1,
    "approximateArrivalOfFirstRecord": "2026-03-01T09:30:00Z",
}

ODD = [
    3,
    [1, 2],
    {"record": 1},
    {"record": {"dynamodb": 1}},
    {"record": {"dynamodb": {"Keys": {"id": {"S": "\ud800\x1b[31m[bold]"}}}}},
    {"Type": ["Notification"]},
    {"DDBStreamBatchInfo": 1},
    {"DDBStreamBatchInfo": {}},
    {"DDBStreamBatchInfo": PLACE | {"endSequenceNumber": "x"}},
    {"DDBStreamBatchInfo": PLACE | {"batchSize": 0}},
    {"DDBStreamBatchInfo": PLACE | {"approximateArrivalOfFirstRecord": "0001-01-01T00:00:00"}},
    {"DDBStreamBatchInfo": PLACE | {"approximateArrivalOfFirstRecord": "0001-01-01T00:00:00Z"}},
    {"DDBStreamBatchInfo": PLACE, "requestContext": 3},
]


@pytest.mark.parametrize("queue", ["events-relay-dead-letters", "events-emails-undelivered"])
def test_commands_tell_of_them_and_take_them_away(
    operated: Stack, ops: Command, give_up: GiveUp, tmp_path: Path, queue: str
) -> None:
    for odd in ODD:
        give_up(queue, odd)
    url = operated.operations.dead_letters[queue].url
    operated.client("sqs").send_message(QueueUrl=url, MessageBody="[" * 100_000)
    kinds = {letter.kind for letter in read(operated, queue, 99)}
    assert kinds == {Kind.FOREIGN, Kind.RECORD, Kind.BATCH}
    told = ops("status")
    assert (told.exit_code, f"✗ {queue}" in told.stdout) == (1, True)
    assert ops("where", "01KJNNT9M0D8K3V7Q2ZB4X6YWA").exit_code == 1
    for command in ("redrive", "discard"):
        for options in ([], ["--json"]):
            told = ops(command, queue, *options)
            assert (told.exit_code, told.stderr) == (1, "")
    assert "\x1b" not in told.stdout
    taken = ops("discard", queue, "--all", "--yes", "--json", "--to", tmp_path / "odd.jsonl")
    assert len(json.loads(taken.stdout)["letters"]) == len(ODD) + 1
    assert read(operated, queue, 1) == []
    assert ops("undiscard", tmp_path / "odd.jsonl").exit_code == 0
