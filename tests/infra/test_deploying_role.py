"""Policies in docs/: IAM knows what they name; the deploying role and its boundary allow what is needed."""

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest

from preview.recording import ACCOUNT, Recording
from preview.rules.iam_reference import find_mistakes
from tests.infra.conftest import BOUNDARY, ROOT

Statement = Mapping[str, Any]

STRONGER = "arn:aws:iam::aws:policy/AdministratorAccess"

# AWS's own example has it, though `kms:DescribeKey` is asked without a context:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
KNOWN = {"key-policy": ["kms:Describe* has no condition key kms:EncryptionContext:aws:logs:arn"]}


def statements(name: str, stack: str = "prod-") -> list[Statement]:
    """Reads a document, filled in. A recorded stack's name is no part of other names."""
    text = (ROOT / "docs" / f"{name}.json").read_text()
    for placeholder, value in {"ACCOUNT": ACCOUNT, "STACK-": stack}.items():
        text = text.replace(placeholder, value)
    found: list[Statement] = json.loads(text)["Statement"]
    return found


def all_of(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def allows(statement: Statement, action: str, resource: str, context: Mapping[str, str]) -> bool:
    """Judges as IAM does, of conditions that compare one value."""
    return (
        any(fnmatchcase(action, pattern) for pattern in all_of(statement["Action"]))
        and any(fnmatchcase(resource, pattern) for pattern in all_of(statement["Resource"]))
        and all(
            key in context and any(fnmatchcase(context[key], value) for value in all_of(values))
            for operator in statement.get("Condition", {}).values()
            for key, values in operator.items()
        )
    )


@pytest.mark.parametrize(
    "name",
    ["deploying-role", "deploying-role-trust", "key-policy", "operator-policy", "permissions-boundary"],
)
def test_each_document_names_actions_resources_and_keys_that_iam_knows(name: str) -> None:
    assert [mistake for one in statements(name) for mistake in find_mistakes(one)] == KNOWN.get(name, [])


@pytest.mark.parametrize(
    ("action", "name", "context", "expected"),
    [
        ("iam:CreateRole", "role/prod-blog-posts", {"iam:PermissionsBoundary": BOUNDARY}, True),
        ("iam:CreateRole", "role/prod-blog-posts", {"iam:PermissionsBoundary": STRONGER}, False),
        ("iam:CreateRole", "role/prod-blog-posts", {}, False),
        ("iam:CreateRole", "role/other", {"iam:PermissionsBoundary": BOUNDARY}, False),
        ("iam:PutRolePolicy", "role/prod-blog-posts", {"iam:PermissionsBoundary": BOUNDARY}, True),
        ("iam:PutRolePolicy", "role/prod-without-boundary", {}, False),
        ("iam:PutRolePolicy", "role/deploy-prod", {}, False),
        ("iam:UpdateAssumeRolePolicy", "role/deploy-prod", {}, False),
        ("iam:PutRolePermissionsBoundary", "role/prod-x", {"iam:PermissionsBoundary": STRONGER}, False),
        ("iam:DeleteRolePermissionsBoundary", "role/prod-x", {"iam:PermissionsBoundary": BOUNDARY}, False),
        ("iam:AttachRolePolicy", "role/prod-x", {"iam:PermissionsBoundary": BOUNDARY}, False),
        ("iam:CreatePolicyVersion", "policy/prod-boundary", {}, False),
        ("iam:PassRole", "role/prod-blog-posts", {"iam:PassedToService": "lambda.amazonaws.com"}, True),
        ("iam:PassRole", "role/prod-blog-posts", {"iam:PassedToService": "ec2.amazonaws.com"}, False),
        ("iam:ListInstanceProfilesForRole", "role/prod-blog-posts", {}, True),
        ("iam:DeleteRole", "role/prod-blog-posts", {"iam:PermissionsBoundary": BOUNDARY}, True),
        ("iam:DeleteRole", "role/staging-blog-posts", {}, False),
    ],
)
def test_the_deploying_role_makes_roles_within_the_boundary_and_no_others(
    action: str,
    name: str,
    context: dict[str, str],
    expected: bool,  # noqa: FBT001 - a column of the table
) -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:{name}"
    assert any(allows(one, action, arn, context) for one in statements("deploying-role")) is expected


def uses(recording: Recording) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Finds what the functions' roles allow: an action, a resource, and a condition's keys with one value."""
    for policy in recording.of_type("iam/rolePolicy:RolePolicy"):
        for statement in json.loads(policy["policy"])["Statement"]:
            operators = statement.get("Condition", {}).values()
            context = {key: value for operator in operators for key, value in operator.items()}
            for action in all_of(statement["Action"]):
                yield from ((action, arn, context) for arn in all_of(statement["Resource"]))


def test_the_boundary_allows_what_every_function_s_role_allows(equipped: Recording) -> None:
    boundary = statements("permissions-boundary", stack="")
    refused = [use for use in uses(equipped) if not any(allows(one, *use) for one in boundary)]
    assert refused == []


def test_the_boundary_allows_no_action_that_no_function_needs(equipped: Recording) -> None:
    needed = {action for action, _, _ in uses(equipped)}
    assert {
        action for one in statements("permissions-boundary") for action in all_of(one["Action"])
    } == needed


def test_each_role_of_a_stack_has_the_boundary_of_its_setting(equipped: Recording) -> None:
    roles = equipped.of_type("iam/role:Role")
    assert {role.inputs.get("permissionsBoundary") for role in roles} == {BOUNDARY}


# What AWS's provider calls to create, read, update and delete a role and its inline policies:
# https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/role.go
# https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/role_policy.go
CALLED = {
    *("CreateRole", "GetRole", "UpdateRole", "UpdateRoleDescription", "UpdateAssumeRolePolicy", "DeleteRole"),
    *("PutRolePermissionsBoundary", "ListRolePolicies", "ListAttachedRolePolicies"),
    *("ListInstanceProfilesForRole", "TagRole", "UntagRole"),
    *("PutRolePolicy", "GetRolePolicy", "DeleteRolePolicy", "PassRole"),
}


def test_the_role_may_make_every_call_of_the_provider() -> None:
    allowed = {action for one in statements("deploying-role") for action in listed(one["Action"])}
    assert {f"iam:{call}" for call in CALLED} <= allowed


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
