"""SNS: topics, their policies and their subscriptions."""

from emulated_aws.deployment.resource_type import Properties, ResourceType, response, template


def _policy_attribute(inputs: Properties) -> Properties:
    return {**inputs, "attributeName": "Policy"}


RESOURCE_TYPES = {
    "aws:sns/topic:Topic": ResourceType(
        service="sns",
        create="CreateTopic",
        id=response("TopicArn"),
        auto_named="name",
        # API reference, CreateTopic.
        limits={"name": r"[\w-]{1,256}|[\w-]{1,251}\.fifo"},
        documents=("policy", "deliveryPolicy", "archivePolicy"),
        renames={
            "archivePolicy": "Attributes.ArchivePolicy",
            "contentBasedDeduplication": "Attributes.ContentBasedDeduplication",
            "deliveryPolicy": "Attributes.DeliveryPolicy",
            "displayName": "Attributes.DisplayName",
            "fifoThroughputScope": "Attributes.FifoThroughputScope",
            "fifoTopic": "Attributes.FifoTopic",
            "kmsMasterKeyId": "Attributes.KmsMasterKeyId",
            "policy": "Attributes.Policy",
            "signatureVersion": "Attributes.SignatureVersion",
            "tracingConfig": "Attributes.TracingConfig",
        },
        outputs={"arn": response("TopicArn")},
    ),
    "aws:sns/topicPolicy:TopicPolicy": ResourceType(
        service="sns",
        create="SetTopicAttributes",
        id=template("{arn}"),
        documents=("policy",),
        arrange=_policy_attribute,
        renames={"arn": "TopicArn", "policy": "AttributeValue"},
    ),
    "aws:sns/topicSubscription:TopicSubscription": ResourceType(
        service="sns",
        create="Subscribe",
        id=response("SubscriptionArn"),
        # Else one that waits for its confirmation has no ARN.
        defaults={"returnSubscriptionArn": True},
        documents=("deliveryPolicy", "filterPolicy", "redrivePolicy"),
        renames={
            "topic": "TopicArn",
            "deliveryPolicy": "Attributes.DeliveryPolicy",
            "filterPolicy": "Attributes.FilterPolicy",
            "filterPolicyScope": "Attributes.FilterPolicyScope",
            "rawMessageDelivery": "Attributes.RawMessageDelivery",
            "redrivePolicy": "Attributes.RedrivePolicy",
            "subscriptionRoleArn": "Attributes.SubscriptionRoleArn",
        },
        # How long the provider waits for the confirmation.
        not_sent=("confirmationTimeoutInMinutes", "endpointAutoConfirms"),
        outputs={"arn": response("SubscriptionArn")},
    ),
}
