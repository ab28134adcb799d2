"""Encryption with a KMS key of one's own: what roles need of the key of what they read and write."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pulumi

_READ = ("kms:Decrypt",)
_WRITE = ("kms:Decrypt", "kms:GenerateDataKey")  # a new data key is tried before it is used

# What AWS says that DynamoDB needs at least in the name of whoever reads or writes a table, but CreateGrant,
# which is for whoever makes one. Decrypt alone is seen to do; a post must not depend on that.
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
_TABLE = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)

# By an action, or by a service, all of whose actions need the same. What is not here needs nothing of a key:
# EventBridge, for one, encrypts events itself, whoever puts them on a bus.
_NEEDED: Mapping[str, Sequence[str]] = {
    "dynamodb": _TABLE,
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
    "sqs:ReceiveMessage": _READ,
    "sqs:SendMessage": _WRITE,
    # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    "sns:Publish": _WRITE,
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    "logs:PutLogEvents": _WRITE,
}


def key_statements(actions: Iterable[str], kms_key_arn: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Writes the statements that let a role use a key for what it does, and in no other way.

    Args:
        actions: What the role may do, such as `sqs:SendMessage`.
        kms_key_arn: The key's ARN.
    """
    needed: dict[str, set[str]] = defaultdict(set)
    for action in actions:
        service = action.partition(":")[0]
        needed[service].update(_NEEDED.get(action, _NEEDED.get(service, ())))
    return [
        {
            "Effect": "Allow",
            "Action": sorted(uses),
            "Resource": [kms_key_arn],
            # Only as that service asks for the role: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
            "Condition": {"StringLike": {"kms:ViaService": f"{service}.*.amazonaws.com"}},
        }
        for service, uses in needed.items()
        if uses
    ]
