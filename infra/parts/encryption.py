"""Encryption with a KMS key of one's own: what roles need of the key of what they read and write."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

from infra.parts.rules import KeyArn

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


class Encryption(TypedDict):
    """KMS keys of one's own, in place of those that AWS owns."""

    kms_key_arn: NotRequired[pulumi.Input[KeyArn]]
    """The ARN of the key that encrypts what is stored: logs, tables, queues, topics, the bus and its archive.
    Its policy must let AWS's services use it (docs/encryption.md). Default: none, for AWS's own keys cost
    nothing, and no mistake in a policy loses events."""

    additional_kms_key_arns: NotRequired[Sequence[pulumi.Input[KeyArn]]]
    """Further keys that roles may use: the next key, before it encrypts anything, and a former one, as long
    as something is encrypted with it (docs/encryption.md). Default: none."""


def usable_keys(encryption: Encryption) -> list[pulumi.Input[str]]:
    """Lists the keys that roles may use.

    Args:
        encryption: The keys of a component.
    """
    key = encryption.get("kms_key_arn")
    return [*([key] if key is not None else []), *encryption.get("additional_kms_key_arns", [])]


def key_statements(actions: Iterable[str], encryption: Encryption) -> list[dict[str, Any]]:
    """Writes the statements that let a role use keys for what it does, and in no other way.

    Args:
        actions: What the role may do, such as `sqs:SendMessage`.
        encryption: The keys.
    """
    needed: dict[str, set[str]] = defaultdict(set)
    for action in actions:
        service = action.partition(":")[0]
        needed[service].update(_NEEDED.get(action, _NEEDED.get(service, ())))
    keys = usable_keys(encryption)
    return [
        {
            "Effect": "Allow",
            "Action": sorted(uses),
            "Resource": keys,
            # Only as that service asks for the role: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
            "Condition": {"StringLike": {"kms:ViaService": f"{service}.*.amazonaws.com"}},
        }
        for service, uses in needed.items()
        if uses and keys
    ]
