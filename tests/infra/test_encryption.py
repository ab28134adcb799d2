"""Encryption with a KMS key of one's own: what has the key, and which role may use it for what."""

import inspect
import json
import re
from collections import defaultdict
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import Any

import pulumi
import pytest

from infra.event_pipeline import EventPipeline, EventPipelineArgs
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.encryption import Encryption
from infra.parts.function_settings import FunctionSettings
from infra.parts.packaging import Platform
from preview.document import document_of
from preview.losses import find_losses
from preview.recording import ACCOUNT, REGION, Recording, Resource, record
from preview.validation import find_violations
from tests.infra.conftest import KEY

# Where a resource of each type has its key.
KEY_PROPERTIES = {
    "aws:cloudwatch/eventArchive:EventArchive": "kmsKeyIdentifier",
    "aws:cloudwatch/eventBus:EventBus": "kmsKeyIdentifier",
    "aws:cloudwatch/logGroup:LogGroup": "kmsKeyId",
    "aws:dynamodb/table:Table": "serverSideEncryption.kmsKeyArn",
    "aws:sns/topic:Topic": "kmsMasterKeyId",
    "aws:sqs/queue:Queue": "kmsMasterKeyId",
}

# What could have it too, and has not: docs/encryption.md says why.
TYPES_WITHOUT_KEY = {
    "aws:lambda/eventSourceMapping:EventSourceMapping": "its filters are no secret",
    "aws:lambda/function:Function": "its code and its variables are no secret",
    "aws:s3/bucket:Bucket": "the page is public",
    "aws:s3/bucketObjectv2:BucketObjectv2": "the page is public",
}
RESOURCES_WITHOUT_KEY = {
    "alarms-topic": "it must tell of a key that fails, and names no post",
    "events-bus-dead-letters": "it must keep what is encrypted already when the key fails",
}

OF_TABLES = {
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
}
"""What DynamoDB wants "at a minimum", but CreateGrant, which whoever deploys has.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
"""

# What a role needs the key for, by action or by service, and what for.
USES = {
    "dynamodb": OF_TABLES,
    "logs:PutLogEvents": {"kms:Decrypt", "kms:GenerateDataKey"},
    "sns:Publish": {"kms:Decrypt", "kms:GenerateDataKey"},
    "sqs:ReceiveMessage": {"kms:Decrypt"},
    "sqs:SendMessage": {"kms:Decrypt", "kms:GenerateDataKey"},
}
NO_USE = {
    "comprehend:DetectEntities": "it stores nothing",
    "events:PutEvents": "EventBridge encrypts events itself",
    "execute-api:ManageConnections": "it stores nothing",
    "logs:CreateLogStream": "a stream's name is not encrypted",
    "sns:GetSubscriptionAttributes": "subscriptions are not encrypted",
    "sns:SetSubscriptionAttributes": "subscriptions are not encrypted",
    "sns:Subscribe": "subscriptions are not encrypted",
    "sqs:DeleteMessage": "a receipt is not encrypted",
    "sqs:GetQueueAttributes": "attributes are not encrypted",
}


def encryptable(recording: Recording) -> list[Resource]:
    return [one for one in recording.resources if one.type in KEY_PROPERTIES]


def key_of(resource: Resource) -> object:
    value: Any = resource.inputs
    for name in KEY_PROPERTIES[resource.type].split("."):
        value = value.get(name, {})
    return value or None


def test_everything_that_is_stored_has_the_key(equipped: Recording) -> None:
    without = {one.name for one in encryptable(equipped) if key_of(one) != KEY}
    assert without == RESOURCES_WITHOUT_KEY.keys()
    assert {one.type for one in encryptable(equipped)} == KEY_PROPERTIES.keys()


def test_whatever_the_sdk_could_encrypt_has_the_key_or_a_reason(equipped: Recording) -> None:
    types = {one.type for one in equipped.resources if one.type.startswith("aws:")}
    assert {one for one in types if takes_a_key(one)} == KEY_PROPERTIES.keys() | TYPES_WITHOUT_KEY.keys()


def takes_a_key(resource_type: str) -> bool:
    """Asks Pulumi's SDK. Cognito's API calls its key a configuration, which the SDK does not have yet."""
    _, path, name = resource_type.split(":")
    module = import_module(f"pulumi_aws.{path.partition('/')[0].replace('lambda', 'lambda_')}")
    parameters = inspect.signature(getattr(module, name)._internal_init).parameters
    return any(re.search("kms|encryption|key_configuration", parameter) for parameter in parameters)


def test_without_a_key_nothing_has_one_and_no_role_may_use_any(program: Recording) -> None:
    assert {key_of(one) for one in encryptable(program)} == {None}
    assert not [one.name for one in program.resources if "kms:" in json.dumps(one.inputs, default=str)]
    assert all(queue["sqsManagedSseEnabled"] is True for queue in program.of_type("sqs/queue:Queue"))


def test_a_bus_with_a_key_keeps_what_it_cannot_encrypt_where_operators_see_it(
    program: Recording, equipped: Recording
) -> None:
    name = "events-bus-dead-letters"
    [bus] = equipped.of_type("cloudwatch/eventBus:EventBus")
    queue = equipped.one("sqs/queue:Queue", name)
    assert bus["deadLetterConfig"] == {"arn": queue["arn"]}
    [statement] = equipped.statements("sqs/queuePolicy:QueuePolicy", queue["url"])
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": [bus["arn"]]}}
    assert equipped.outputs["operations"]["deadLetters"].keys() >= {name}
    assert equipped.one("cloudwatch/metricAlarm:MetricAlarm", f"{name}-messages")
    assert not [one for one in program.resources if one.name.startswith(name)]


def test_every_role_may_use_the_key_for_what_it_does_and_in_no_other_way(equipped: Recording) -> None:
    roles = {role["name"] for role in equipped.of_type("iam/role:Role")}
    assert len(roles) == 11
    for role in roles:
        needed: dict[str, set[str]] = defaultdict(set)
        allowed: dict[str, set[str]] = defaultdict(set)
        for statement in equipped.statements("iam/rolePolicy:RolePolicy", role):
            for action in statement["Action"]:
                service = action.partition(":")[0]
                if service == "kms":
                    assert statement["Resource"] == [KEY]
                    allowed[statement["Condition"]["StringLike"]["kms:ViaService"]].add(action)
                elif uses := USES.get(action) or USES.get(service):
                    needed[f"{service}.*.amazonaws.com"] |= uses
                else:
                    assert action in NO_USE, f"does {role} need the key for {action}?"
        assert allowed == needed, role


def test_aws_takes_what_has_the_key(equipped: Recording) -> None:
    assert list(find_violations(equipped)) == []


def test_a_key_may_be_another_resource_s_output() -> None:
    recording = record(
        lambda: DeadLetterQueue("letters", {"encryption": {"kms_key_arn": pulumi.Output.from_input(KEY)}})
    )
    [queue] = recording.of_type("sqs/queue:Queue")
    assert (key_of(queue), queue.inputs.get("sqsManagedSseEnabled")) == (KEY, None)


def test_an_alias_is_refused_because_roles_know_keys_by_their_own_arns() -> None:
    alias = f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/blog"
    with pytest.raises(
        pulumi.RunError,
        match=r"DeadLetterQueue: encryption\.kms_key_arn: must be the ARN of a key",
    ):
        record(lambda: DeadLetterQueue("letters", {"encryption": {"kms_key_arn": alias}}))


OTHER_KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/7a1c9e40-2b7d-4f55-8f3e-19b06c4d2e77"
PLATFORM: FunctionSettings = {"platform": Platform.HOST}


@cache
def pipeline_with(key: str | None, *additional: str) -> Recording:
    encryption: Encryption = {"additional_kms_key_arns": additional}
    if key:
        encryption["kms_key_arn"] = key
    stream = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/posts/stream/2026-01-01T00:00:00.000"
    args: EventPipelineArgs = {"posts_stream_arn": stream, "encryption": encryption}
    return record(lambda: EventPipeline("events", {**args, "function_settings": PLATFORM}))


def usable_keys(recording: Recording) -> list[set[str]]:
    """Returns the keys of each of the roles' policies that allows to use a table, a queue or a topic."""
    statements = [
        json.loads(policy["policy"])["Statement"] for policy in recording.of_type("iam/rolePolicy:RolePolicy")
    ]
    return [
        {key for one in of_policy if one["Action"][0].startswith("kms:") for key in one["Resource"]}
        for of_policy in statements
        if any(one["Action"][0].startswith(("dynamodb:Put", "sqs:", "sns:Pub")) for one in of_policy)
    ]


# docs/encryption.md#another-key
STEPS: list[tuple[str | None, *tuple[str, ...]]] = [
    (None,),
    (None, KEY),  # to set a key
    (KEY,),
    (KEY, OTHER_KEY),  # to change it
    (OTHER_KEY, KEY),
    (OTHER_KEY,),  # when nothing is encrypted with the former one
    (None, OTHER_KEY),  # to remove it
    (None,),
]


@pytest.mark.parametrize(("step", "following"), [*pairwise(STEPS)])
def test_a_key_is_set_changed_and_removed_by_steps_in_which_every_role_can_read_and_write(
    step: tuple[str | None, *tuple[str, ...]], following: tuple[str | None, *tuple[str, ...]]
) -> None:
    old, new = pipeline_with(*step), pipeline_with(*following)
    # Resources and roles are updated one after the other, in any order.
    assert all({step[0], following[0]} - {None} <= keys for keys in [*usable_keys(old), *usable_keys(new)])
    losses = find_losses(document_of(old), document_of(new))
    # By then no message waits in it any more.
    assert not [loss for loss in losses if following != (None,) or "events-bus-dead-letters" not in loss]


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (None, KEY, {"INTERRUPTS"}),
        (KEY, OTHER_KEY, {"INTERRUPTS", "LOCKS"}),
        (KEY, None, {"LOCKS"}),
    ],
)
def test_a_preview_flags_a_change_of_the_key_in_one_step(
    old: str | None, new: str | None, problems: set[str]
) -> None:
    found = [*find_losses(document_of(pipeline_with(old)), document_of(pipeline_with(new)))]
    assert {line.partition(" ")[0] for line in found if not line.startswith("DELETES")} == problems
    for name in ("events-emails-sent", "events-recognition", "events-emails"):
        assert any(f" {name} " in line for line in found)
