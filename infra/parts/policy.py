"""IAM policy documents, of roles and of resources."""

import json
from collections.abc import Mapping, Sequence
from typing import TypedDict

import pulumi

_VERSION = "2012-10-17"  # the current version of IAM's policy language


class PolicyStatement(TypedDict):
    """Something that a role is allowed to do."""

    actions: list[str]
    """IAM actions, such as `dynamodb:PutItem`."""

    resources: Sequence[pulumi.Input[str]]
    """ARNs that the actions apply to."""


def role_policy(statements: Sequence[PolicyStatement]) -> pulumi.Output[str]:
    """Writes the policy of a role that allows some statements and nothing else."""
    return pulumi.Output.json_dumps(
        {
            "Version": _VERSION,
            "Statement": [
                {"Effect": "Allow", "Action": statement["actions"], "Resource": statement["resources"]}
                for statement in statements
            ],
        }
    )


def lambda_trust() -> str:
    """Writes the trust policy of a role that AWS Lambda takes to run a function."""
    return json.dumps(
        {
            "Version": _VERSION,
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    )


def resource_policy(
    *,
    services: Mapping[str, Sequence[pulumi.Input[str]]],
    action: str,
    resource: pulumi.Input[str],
) -> pulumi.Output[str]:
    """Writes the policy of a resource that AWS services may use, each for certain other resources.

    Args:
        services: Service principals, each with the ARNs that it may act for (`aws:SourceArn`): without that
            condition anybody's rule or topic could reach the resource (the confused deputy).
        action: What they may do, such as `sqs:SendMessage`.
        resource: The ARN of the resource that carries the policy.
    """
    return pulumi.Output.json_dumps(
        {
            "Version": _VERSION,
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": action,
                    "Resource": resource,
                    "Condition": {"ArnEquals": {"aws:SourceArn": source_arns}},
                }
                for service, source_arns in services.items()
            ],
        }
    )
