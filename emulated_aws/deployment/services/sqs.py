"""SQS: queues and their policies."""

from emulated_aws.deployment.resource_type import ResourceType, response, template

RESOURCE_TYPES = {
    "aws:sqs/queue:Queue": ResourceType(
        service="sqs",
        create="CreateQueue",
        id=response("QueueUrl"),
        auto_named="name",
        documents=("policy", "redrivePolicy", "redriveAllowPolicy"),
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
        defaults={
            "delaySeconds": 0,
            "maxMessageSize": 262_144,
            "messageRetentionSeconds": 345_600,
            "receiveWaitTimeSeconds": 0,
            "visibilityTimeoutSeconds": 30,
        },
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
        absent=(
            "deduplicationScope",
            "fifoQueue",
            "fifoThroughputLimit",
            "kmsDataKeyReusePeriodSeconds",
            "namePrefix",
            "policy",
            "redriveAllowPolicy",
            "redrivePolicy",
            "sqsManagedSseEnabled",
        ),
    ),
    "aws:sqs/queuePolicy:QueuePolicy": ResourceType(
        service="sqs",
        create="SetQueueAttributes",
        id=template("{queueUrl}"),
        documents=("policy",),
        renames={"policy": "Attributes.Policy"},
    ),
}
