"""Policy of a stack's key (docs/key-policy.json): it lets in whom the stack needs, and nobody else."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import pytest

from preview.recording import ACCOUNT, REGION, Recording
from tests.infra.conftest import ROOT
from tests.infra.test_encryption import KEY_PROPERTIES, encryptable, key_of

STACK = "test"
EVENTS, LOGS = "events.amazonaws.com", f"logs.{REGION}.amazonaws.com"
DELIVERY, OF_DELIVERY = "delivery.logs.amazonaws.com", "kms:EncryptionContext:SourceArn"
OF_BUS, OF_LOG = "kms:EncryptionContext:aws:events:event-bus:arn", "kms:EncryptionContext:aws:logs:arn"
EVENT_BUS = "cloudwatch/eventBus:EventBus"
SENDING = ("kms:Decrypt", "kms:GenerateDataKey")
REENCRYPTING = ("kms:ReEncryptFrom", "kms:ReEncryptTo")

# The service that encrypts a resource itself, what it does, and the ARN that it names with it.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
# https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-archives.html
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
ENCRYPTING = {
    "aws:cloudwatch/eventBus:EventBus": (EVENTS, SENDING, OF_BUS, "arn"),
    "aws:cloudwatch/eventArchive:EventArchive": (
        EVENTS,
        (*SENDING, *REENCRYPTING),
        OF_BUS,
        "eventSourceArn",
    ),
    "aws:cloudwatch/logGroup:LogGroup": (LOGS, ("kms:Encrypt", *SENDING, *REENCRYPTING), OF_LOG, "arn"),
}

# The key of each condition, and the page that says that KMS gets it. Other statements are AWS's own.
CONDITIONS = {
    "EventBridgeEncryptsBusAndArchive": (
        OF_BUS,
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-key-policy.html",
    ),
    # What CDK writes: its flag `@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption`.
    "SnsSendsToQueues": ("aws:SourceArn", "https://github.com/aws/aws-cdk/pull/20521"),
    "LogsDecryptWhatTheBusLogs": (
        OF_DELIVERY,
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/encryption-bus-logs.html",
    ),
    "CloudWatchEncryptsLogs": (
        OF_LOG,
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    ),
}

# Encrypted in the name of who calls: of roles, and of services that a resource's policy lets in.
RESOURCE_POLICIES = {
    "aws:sns/topic:Topic": "sns/topicPolicy:TopicPolicy",
    "aws:sqs/queue:Queue": "sqs/queuePolicy:QueuePolicy",
}
BY_ROLES_ALONE = {"aws:dynamodb/table:Table"}


class Use(NamedTuple):
    """A use of the key by a service, and what KMS is told of it."""

    service: str
    action: str
    context: Mapping[str, str]


def find_uses(recording: Recording) -> Iterator[Use]:
    yield Use(EVENTS, "kms:DescribeKey", {})
    if any(key_of(bus) and "logConfig" in bus.inputs for bus in recording.of_type(EVENT_BUS)):
        context_of_logs = {OF_DELIVERY: f"arn:aws:logs:{REGION}:{ACCOUNT}:*"}
        yield Use(EVENTS, "kms:GenerateDataKey", context_of_logs)
        yield from (Use(DELIVERY, action, context_of_logs) for action in SENDING)
    for one in encryptable(recording):
        if one.type in ENCRYPTING:
            service, actions, context, arn = ENCRYPTING[one.type]
            yield from (Use(service, action, {context: one[arn]}) for action in actions)
        elif one.type in RESOURCE_POLICIES and key_of(one):
            policy_type = RESOURCE_POLICIES[one.type]
            for statement in recording.statements(policy_type, one.outputs.get("url", one["arn"])):
                [condition] = statement["Condition"].values()
                for source in condition["aws:SourceArn"]:
                    # Of EventBridge it is not documented what it tells KMS.
                    told = statement["Principal"]["Service"] != EVENTS
                    context_of = {"aws:SourceArn": source} if told else {}
                    service = statement["Principal"]["Service"]
                    yield from (Use(service, action, context_of) for action in SENDING)


def allows(statement: Mapping[str, Any], use: Use) -> bool:
    """Judges as IAM does, as far as the policy goes."""
    operators: Mapping[str, Callable[[str, str], bool]] = {"ArnLike": fnmatchcase, "StringLike": fnmatchcase}
    return (
        statement["Principal"] == {"Service": use.service}
        and any(fnmatchcase(use.action, pattern) for pattern in _all(statement["Action"]))
        and all(
            any(operators[operator](use.context.get(key, ""), one) for one in _all(value))
            for operator, values in statement.get("Condition", {}).items()
            for key, value in values.items()
        )
    )


def _all(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def refused(statements: list[dict[str, Any]], uses: list[Use]) -> list[Use]:
    return [use for use in uses if not any(allows(statement, use) for statement in statements)]


@pytest.fixture(scope="module")
def uses(equipped: Recording) -> list[Use]:
    return [
        use._replace(context={key: in_stack(arn) for key, arn in use.context.items()})
        for use in find_uses(equipped)
    ]


def in_stack(arn: str) -> str:
    """Begins a name with the stack's, as Pulumi's automatic names do: the recorder's are short."""
    return re.sub(
        r"(event-bus/|log-group:(?:/aws/vendedlogs/(?!test-))?|:sns:.*:)(?=[a-z])", rf"\1{STACK}-", arn
    )


@pytest.fixture(scope="module")
def policy() -> list[dict[str, Any]]:
    """Its statements, filled in."""
    text = (ROOT / "docs" / "key-policy.json").read_text()
    for placeholder, value in {"ACCOUNT": ACCOUNT, "REGION": REGION, "STACK": STACK}.items():
        text = text.replace(placeholder, value)
    statements: list[dict[str, Any]] = json.loads(text)["Statement"]
    return statements


def test_of_each_type_with_a_key_it_is_known_who_encrypts() -> None:
    assert ENCRYPTING.keys() | RESOURCE_POLICIES.keys() | BY_ROLES_ALONE == KEY_PROPERTIES.keys()


def test_every_service_may_use_the_key_for_what_it_does(
    policy: list[dict[str, Any]], uses: list[Use]
) -> None:
    assert {use.service for use in uses} == {EVENTS, LOGS, DELIVERY, "sns.amazonaws.com"}
    assert refused(policy, uses) == []


def test_no_statement_could_go(policy: list[dict[str, Any]], uses: list[Use]) -> None:
    for statement in policy:
        if "Service" in statement["Principal"]:
            assert refused([one for one in policy if one is not statement], uses), statement["Sid"]


def test_each_condition_has_a_source(policy: list[dict[str, Any]]) -> None:
    conditions = {one["Sid"]: one["Condition"] for one in policy if "Condition" in one}
    assert {sid: list(*condition.values()) for sid, condition in conditions.items()} == {
        sid: [key] for sid, (key, _) in CONDITIONS.items()
    }


@pytest.mark.parametrize("elsewhere", [(ACCOUNT, "999999999999"), (f"{STACK}-", "other-")])
def test_no_service_may_use_the_key_for_another_account_or_stack(
    policy: list[dict[str, Any]], uses: list[Use], elsewhere: tuple[str, str]
) -> None:
    foreign = [
        use._replace(context={name: one.replace(*elsewhere) for name, one in use.context.items()})
        for use in uses
        # What AWS's statement for queues lets EventBridge do, whatever for.
        if use.context and (use.service, use.action) not in {(EVENTS, action) for action in SENDING}
        # Deliveries of logs name no stack.
        if elsewhere[0] in str(use.context)
    ]
    assert {use.service for use in foreign} >= {EVENTS, LOGS, "sns.amazonaws.com"}
    assert refused(policy, foreign) == foreign


def test_roles_are_let_in_by_the_account_s_own_policies(policy: list[dict[str, Any]]) -> None:
    [of_account] = [one for one in policy if "AWS" in one["Principal"]]
    assert of_account["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert (of_account["Action"], of_account["Resource"]) == ("kms:*", "*")
