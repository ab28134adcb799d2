"""The KMS key of one's own, which the local AWS keeps in mind and encrypts nothing with."""

from local.stack import LocalStack
from tests.conftest import KEY


def test_the_key_arrives_at_whatever_is_stored(stack: LocalStack) -> None:
    client, outputs = stack.emulator.client, stack.outputs
    operations = outputs["operations"]
    for queue in (*operations["queues"].values(), *operations["deadLetters"].values()):
        attributes = client("sqs").get_queue_attributes(QueueUrl=queue["url"], AttributeNames=["All"])
        expected = None if "events-bus-dead-letters" in queue["url"] else KEY
        assert attributes["Attributes"].get("KmsMasterKeyId") == expected, queue
    for table in operations["tables"].values():
        described = client("dynamodb").describe_table(TableName=table["name"])["Table"]
        assert described["SSEDescription"]["KMSMasterKeyArn"] == KEY
    for group in client("logs").get_paginator("describe_log_groups").paginate().search("logGroups[]"):
        assert not group["logGroupName"].startswith("local-") or group["kmsKeyId"] == KEY
    topic = client("sns").get_topic_attributes(TopicArn=outputs["notificationsTopicArn"])
    assert topic["Attributes"]["KmsMasterKeyId"] == KEY
    bus = client("events").describe_event_bus(Name=operations["bus"])
    assert bus["KmsKeyIdentifier"] == KEY
    assert "events-bus-dead-letters" in bus["DeadLetterConfig"]["Arn"]
    assert client("events").describe_archive(ArchiveName=operations["archive"])["KmsKeyIdentifier"] == KEY
