"""A stack with a KMS key of one's own, which the local AWS keeps in mind and encrypts nothing with."""

import json
from collections.abc import Iterator

import pytest

from local.stack import LocalStack, local_stack
from local.steps import Steps
from tests.end_to_end.client import Blog

KEY = "arn:aws:kms:us-east-1:000000000000:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"


@pytest.fixture(scope="module")
def encrypted() -> Iterator[LocalStack]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PULUMI_CONFIG", json.dumps({"event-driven-blog:kmsKeyArn": KEY}))
        with local_stack(0, Steps()) as stack:
            yield stack


def test_a_post_goes_its_way_with_all_that_has_a_key(encrypted: LocalStack) -> None:
    blog = Blog(encrypted.outputs["apiUrl"], encrypted.outputs["websocketUrl"], encrypted.token)
    with blog.http, blog.realtime() as realtime:
        post = blog.post()
        realtime.subscribe(post["id"])
        assert realtime.receive()["entities"] == {"locations": ["Spain"], "persons": ["Joe"]}


def test_the_key_arrives_at_whatever_is_stored(encrypted: LocalStack) -> None:
    client, outputs = encrypted.emulator.client, encrypted.outputs
    operations = outputs["operations"]
    for queue in (*operations["queues"].values(), *operations["deadLetters"].values()):
        attributes = client("sqs").get_queue_attributes(QueueUrl=queue["url"], AttributeNames=["All"])
        expected = None if "events-bus-dead-letters" in queue["url"] else KEY
        assert attributes["Attributes"].get("KmsMasterKeyId") == expected, queue
    for table in operations["tables"].values():
        described = client("dynamodb").describe_table(TableName=table)["Table"]
        assert described["SSEDescription"]["KMSMasterKeyArn"] == KEY
    for group in client("logs").get_paginator("describe_log_groups").paginate().search("logGroups[]"):
        assert not group["logGroupName"].startswith("local-") or group["kmsKeyId"] == KEY
    topic = client("sns").get_topic_attributes(TopicArn=outputs["notificationsTopicArn"])
    assert topic["Attributes"]["KmsMasterKeyId"] == KEY
    bus = client("events").describe_event_bus(Name=operations["bus"])
    assert bus["KmsKeyIdentifier"] == KEY
    assert "events-bus-dead-letters" in bus["DeadLetterConfig"]["Arn"]
    assert client("events").describe_archive(ArchiveName=operations["archive"])["KmsKeyIdentifier"] == KEY
