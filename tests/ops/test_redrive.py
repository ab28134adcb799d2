"""Dead letters are put back, each kind where it belongs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions.domain.tables import POSTS
from local.faults.writer import Post
from local.stack import LocalStack
from ops.dead_letters import DeadLetter, Kind, read
from ops.reasons import find_reason
from ops.redrive import Redriven, redrive
from ops.stack import Stack
from tests.conftest import Command
from tests.ops.conftest import Events, GiveUp, find_event


def redrive_all(stack: Stack, queue: str, *, dry: bool = False) -> list[Redriven]:
    return list(redrive(stack, queue, limit=100, rate=1_000, dry=dry))


UNDELIVERED = {"ERROR_CODE": "NO_PERMISSIONS", "ERROR_MESSAGE": "denied"}


@pytest.mark.parametrize("attributes", [{}, UNDELIVERED], ids=["given up", "not delivered"])
def test_what_a_function_gave_up_or_the_bus_could_not_deliver_goes_to_the_queue(
    give_up: GiveUp, operated: Stack, events: Events, forgotten: Post, attributes: dict[str, str]
) -> None:
    created: dict[str, Any] = {"detail-type": "BlogPostCreated"}
    item = operated.client("dynamodb").get_item(
        TableName=operated.operations.table(POSTS), Key={"id": {"S": forgotten.id}}
    )["Item"]
    summary = {name: item[name]["S"] for name in ("id", "createdAt", "topic", "topicKey", "author", "title")}
    created["detail"] = {"version": 1, "id": "e", "time": summary["createdAt"], "post": summary}
    give_up("events-recognition-dead-letters", created, attributes)
    [planned] = redrive_all(operated, "events-recognition-dead-letters", dry=True)
    assert planned.letter.kind is (Kind.UNDELIVERED if attributes else Kind.MESSAGE)
    assert planned.target == "events-recognition"
    [redriven] = redrive_all(operated, "events-recognition-dead-letters")
    assert redriven.target == "events-recognition"
    assert find_event(events, forgotten, "BlogPostEnriched")["detail"]["entities"]
    assert read(operated, "events-recognition-dead-letters", 1) == []


def test_whatever_the_bus_itself_gave_up_it_could_not_encrypt_or_decrypt() -> None:
    letter = DeadLetter("events-bus-dead-letters", None, None, "m", datetime.now(UTC), "{}", UNDELIVERED)
    assert letter.kind is Kind.ENCRYPTED
    assert not letter.can_go_back


def test_an_event_that_the_bus_could_not_decrypt_stays_and_it_is_said_what_to_do(
    give_up: GiveUp, operated: Stack
) -> None:
    # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq-decrypt.html
    encrypted = {"detail-type": "Encrypted Events", "detail": {"encrypted-payload": "AgR4qiru"}}
    give_up("events-recognition-dead-letters", encrypted, UNDELIVERED)
    [result] = redrive_all(operated, "events-recognition-dead-letters")
    assert (result.letter.kind, result.target) == (Kind.ENCRYPTED, None)
    assert "announce --stuck" in result.stays
    assert find_reason(operated, result.letter) == "NO_PERMISSIONS: denied"
    assert len(read(operated, "events-recognition-dead-letters", 10)) == 1


def batch_of(stack: LocalStack, post: Post) -> dict[str, object]:
    """Makes what Lambda says of a batch that has the new post alone.

    https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
    """
    streams = stack.emulator.client("dynamodbstreams")
    table = stack.emulator.client("dynamodb").describe_table(TableName=stack.outputs["postsTableName"])
    stream_arn = table["Table"]["LatestStreamArn"]
    [shard] = streams.describe_stream(StreamArn=stream_arn)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(
        StreamArn=stream_arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    [number] = [
        record["dynamodb"]["SequenceNumber"]
        for record in streams.get_records(ShardIterator=iterator)["Records"]
        if record["eventName"] == "INSERT" and record["dynamodb"]["Keys"]["id"]["S"] == post.id
    ]
    return {
        "shardId": shard["ShardId"],
        "startSequenceNumber": number,
        "endSequenceNumber": number,
        "batchSize": 1,
        "approximateArrivalOfFirstRecord": "2026-03-01T09:30:00Z",
        "streamArn": stream_arn,
    }


def test_changes_that_the_relay_gave_up_are_announced(
    stack: LocalStack, give_up: GiveUp, operated: Stack, events: Events, post: Post
) -> None:
    give_up("events-relay-dead-letters", {"DDBStreamBatchInfo": batch_of(stack, post)})
    [redriven] = redrive_all(operated, "events-relay-dead-letters")
    assert redriven.letter.kind is Kind.BATCH
    assert redriven.target == "events-relay", redriven.stays
    assert find_event(events, post, "BlogPostCreated")["detail"]["post"]["title"] == "Operated"


def test_a_place_in_the_stream_that_aws_does_not_take_stays_and_holds_nothing_up(
    stack: LocalStack, give_up: GiveUp, operated: Stack, post: Post
) -> None:
    give_up("events-relay-dead-letters", {"DDBStreamBatchInfo": batch_of(stack, post) | {"shardId": "x"}})
    give_up("events-relay-dead-letters", {"DDBStreamBatchInfo": batch_of(stack, post)})
    results = redrive_all(operated, "events-relay-dead-letters")
    [stays] = [result.stays for result in results if not result.target]
    assert "the stream cannot be read" in stays
    assert len(results) == 2


def test_what_may_go_back_later_is_not_proposed_to_be_discarded(
    stack: LocalStack, give_up: GiveUp, ops: Command, post: Post
) -> None:
    give_up("events-relay-dead-letters", {"DDBStreamBatchInfo": batch_of(stack, post) | {"shardId": "x"}})
    told = ops("redrive", "events-relay")
    assert "mend the cause that is told, then do this again" in told.stdout
    assert "discard" not in told.stdout


def test_of_nothing_it_is_said_that_there_is_nothing(ops: Command) -> None:
    assert ops("redrive", "events-emails").stdout == "There are no dead letters.\n"


def test_an_item_that_is_no_post_stays_and_it_is_said_why(give_up: GiveUp, operated: Stack) -> None:
    give_up("events-relay-dead-letters", {"record": {"eventName": "INSERT"}})
    [result] = redrive_all(operated, "events-relay-dead-letters")
    assert (result.letter.kind, result.target) == (Kind.RECORD, None)
    assert "no post" in result.stays
    assert len(read(operated, "events-relay-dead-letters", 10)) == 1


def test_a_message_that_is_no_event_stays_for_it_would_die_again(
    give_up: GiveUp, operated: Stack, ops: Command, tmp_path: Path
) -> None:
    queue = "events-recognition-dead-letters"
    give_up(queue, {"order": 1})
    [result] = redrive_all(operated, queue)
    assert result.target is None
    assert "nothing of the blog's puts such a thing here" in result.stays
    command = f"python -m ops discard {queue} --all --stack local"
    told = ops("status").stdout
    assert "who did knows why" in told
    assert f"→ mend the cause, then {command}" in told
    assert f"for what stays: {command}" in ops("redrive", queue).stdout
    ops("discard", queue, "--all", "--yes", "--to", tmp_path / "letters.jsonl")
    assert redrive_all(operated, queue) == []


def test_an_email_to_an_address_that_does_not_work_stays(give_up: GiveUp, operated: Stack) -> None:
    give_up("events-emails-undelivered", {"Type": "Notification"})
    [result] = redrive_all(operated, "events-emails-undelivered")
    assert (result.letter.kind, result.target) == (Kind.EMAIL, None)
    assert len(read(operated, "events-emails-undelivered", 10)) == 1
