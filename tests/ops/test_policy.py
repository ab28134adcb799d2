"""Least role of operators. That it suffices, the other tests of this folder show, which have no other."""

import json
from fnmatch import fnmatchcase
from itertools import chain

import pytest

from infra.parts.encryption import key_statements
from local.stack import LocalStack
from ops.stack import LOCAL, Stack
from tests.ops.conftest import POLICY, UNKNOWN


@pytest.mark.parametrize("sid", sorted(UNKNOWN))
def test_what_the_emulator_does_not_check_names_resources_of_the_stack(
    stack: LocalStack, operated: Stack, sid: str
) -> None:
    statements = json.loads(POLICY.read_text().replace("STACK", LOCAL))["Statement"]
    [resources] = [statement["Resource"] for statement in statements if statement["Sid"] == sid]
    table = stack.emulator.client("dynamodb").describe_table(TableName=stack.outputs["postsTableName"])
    used = {
        "RedriveStream": [table["Table"]["LatestStreamArn"]],
        "Replay": [
            operated.arn("events", f"archive/{operated.operations.archive}"),
            operated.arn("events", f"replay/{LOCAL}-20260301T093000-events-creation-093000"),
        ],
    }
    patterns = [resources] if isinstance(resources, str) else resources
    for arn in used[sid]:
        assert any(fnmatchcase(arn, pattern) for pattern in patterns), arn


def test_operators_may_use_a_stack_s_key_for_what_they_read_and_send() -> None:
    statements = json.loads(POLICY.read_text())["Statement"]
    [using] = [statement for statement in statements if statement["Sid"] == "UseTheKey"]
    lists = [[one["Action"]] if isinstance(one["Action"], str) else one["Action"] for one in statements]
    for needed in key_statements(chain.from_iterable(lists), {"kms_key_arn": using["Resource"]}):
        assert set(needed["Action"]) <= set(using["Action"])
        service = needed["Condition"]["StringLike"]["kms:ViaService"]
        assert service in using["Condition"]["StringLike"]["kms:ViaService"]


def test_only_what_iam_cannot_narrow_is_allowed_everywhere() -> None:
    statements = json.loads(POLICY.read_text())["Statement"]
    everywhere = [statement["Action"] for statement in statements if statement["Resource"] == "*"]
    assert everywhere == [["cloudwatch:GetMetricData", "cloudwatch:DescribeAlarms"]]
