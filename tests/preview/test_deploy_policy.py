"""Policy of a role that deploys a stack."""

import json
from pathlib import Path
from typing import Any

import pytest

from preview.deploy_policy import make_deploy_policy
from preview.permissions import read_permissions
from preview.stack import record_stack
from preview.template import cloudformation_types
from tests.infra.test_encryption import OF_TABLES
from tests.preview import THIS_PYTHON, recorded

ROOT = Path(__file__).parents[2]

# Of all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
MAXIMUM_CHARACTERS = 10_240


@pytest.fixture(scope="module")
def statements() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = make_deploy_policy(recorded("prod"), "prod")["Statement"]
    return found


def test_what_every_type_needs_is_known() -> None:
    assert set(cloudformation_types()) <= read_permissions().keys()


def test_a_policy_allows_what_making_and_deleting_resources_takes(statements: list[dict[str, Any]]) -> None:
    allowed = {action for statement in statements for action in statement["Action"]}
    assert allowed >= {
        "apigateway:POST",
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "events:PutTargets",
        "iam:CreateRole",
        "lambda:CreateFunction",
        "lambda:PutFunctionRecursionConfig",
        "logs:CreateLogGroup",
        "s3:PutObject",
        "sqs:CreateQueue",
    }


def test_a_role_is_handed_to_functions_alone(statements: list[dict[str, Any]]) -> None:
    [passing] = [statement for statement in statements if "iam:PassRole" in statement["Action"]]
    assert passing["Resource"] == ["arn:aws:iam::*:role/prod-*"]
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}


def test_other_stacks_are_out_of_reach_where_names_tell_them_apart(
    statements: list[dict[str, Any]],
) -> None:
    for statement in statements:
        services = {action.partition(":")[0] for action in statement["Action"]}
        if "*" in statement["Resource"] and len(services) == 1:
            assert services <= {"apigateway", "cloudfront", "cognito-idp"}


def test_a_stack_with_a_key_of_its_own_may_be_given_it_and_grants_are_for_services_alone() -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"
    recording = record_stack(ROOT, "prod", {**THIS_PYTHON, "event-driven-blog:kmsKeyArn": key})
    statements = make_deploy_policy(recording, "prod")["Statement"]
    using, granting = [one for one in statements if one["Resource"] == [key]]
    assert set(using["Action"]) >= OF_TABLES
    assert granting["Action"] == ["kms:CreateGrant"]
    assert granting["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    assert len(json.dumps(statements, separators=(",", ":"))) < MAXIMUM_CHARACTERS


def test_a_stack_without_a_key_of_its_own_may_use_none(statements: list[dict[str, Any]]) -> None:
    assert "kms:" not in json.dumps(statements)


def test_a_policy_fits_a_role(statements: list[dict[str, Any]]) -> None:
    assert len(json.dumps(statements, separators=(",", ":"))) < MAXIMUM_CHARACTERS
