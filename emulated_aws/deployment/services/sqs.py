"""SQS: queues and their policies."""

from emulated_aws.deployment.resource_type import ResourceType, response, template

RESOURCE_TYPES = {
    "aws:sqs/queue:Queue": ResourceType(
        service="sqs",
        create="CreateQueue",
        id=response("QueueUrl"),
        auto_named="name",
        # API reference, CreateQueue.
        limits={"name": r"[\w-]{1,80}|[\w-]{1,75}\.fifo"},
        documents=("policy", "redrivePolicy", "redriveAllowPolicy"),
        # The provider always sends a size; the API's own default is 1 MiB.
        defaults={"maxMessageSize": 262_144},
        renames={
            "name": "QueueName",
            "contentBasedDeduplication": "Attributes.ContentBasedDeduplication",
            "deduplicationScope": "Attributes.DeduplicationScope",
            "delaySeconds": "Attributes.DelaySeconds",
            "fifoQueue": "Attributes.FifoQueue",
            "fifoThroughputLimit": "Attributes.FifoThroughputLimit",
            "kmsDataKeyReusePeriodSeconds": "Attributes.KmsDataKeyReusePeriodSeconds",
            "kmsMasterKeyId": "Attributes.KmsMasterKeyId",
            "maxMessageSize": "Attributes.MaximumMessageSize",
            "messageRetentionSeconds": "Attributes.MessageRetentionPeriod",
            "policy": "Attributes.Policy",
            "receiveWaitTimeSeconds": "Attributes.ReceiveMessageWaitTimeSeconds",
            "redriveAllowPolicy": "Attributes.RedriveAllowPolicy",
            "redrivePolicy": "Attributes.RedrivePolicy",
            "sqsManagedSseEnabled": "Attributes.SqsManagedSseEnabled",
            "visibilityTimeoutSeconds": "Attributes.VisibilityTimeout",
        },
        outputs={
            "url": response("QueueUrl"),
            "arn": template("arn:aws:sqs:{region}:{account}:{name}"),
        },
    ),
    "aws:sqs/queuePolicy:QueuePolicy": ResourceType(
        service="sqs",
        create="SetQueueAttributes",
        id=template("{queueUrl}"),
        documents=("policy",),
        renames={"policy": "Attributes.Policy"},
    ),
}
