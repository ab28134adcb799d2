"""IAM policy documents, of roles and of resources."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypedDict

import pulumi
from pydantic import Field

from infra.parts.encryption import Encryption, key_statements

_VERSION = "2012-10-17"  # the current version of IAM's policy language


class PolicyStatement(TypedDict):
    """Something that a role is allowed to do."""

    actions: Annotated[list[str], Field(min_length=1)]
    """IAM actions, such as `dynamodb:PutItem`."""

    resources: Annotated[Sequence[pulumi.Input[str]], Field(min_length=1)]
    """ARNs that the actions apply to."""


def role_policy(
    statements: Sequence[PolicyStatement], encryption: Encryption | None = None
) -> pulumi.Output[str]:
    """Writes the policy of a role that allows some statements and nothing else.

    Args:
        statements: What the role may do.
        encryption: The keys of what it does that to. The role may use them for that. Default: none.
    """
    actions = [action for statement in statements for action in statement["actions"]]
    return pulumi.Output.json_dumps(
        {
            "Version": _VERSION,
            "Statement": [
                *[
                    {"Effect": "Allow", "Action": statement["actions"], "Resource": statement["resources"]}
                    for statement in statements
                ],
                *key_statements(actions, encryption or {}),
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


@dataclass(frozen=True)
class ServiceAccess:
    """How a service is let in to a kind of resource, as AWS documents it.

    Attributes:
        action: What it does there.
        condition: The operator by which `aws:SourceArn` narrows for whom it does that: without it anybody's
            rule or topic could reach the resource (the confused deputy).
        documentation: Where AWS says so.
    """

    action: str
    condition: str
    documentation: str


# By the service's principal and the resource's service. A pair that is not here is not let in: what holds for
# one is no proof for another. EventBridge, say, cannot publish to an SNS topic whose policy has conditions
# (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions).
SERVICE_ACCESS = {
    ("events.amazonaws.com", "sqs"): ServiceAccess(
        "sqs:SendMessage",
        "ArnEquals",
        "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions",
    ),
    ("sns.amazonaws.com", "sqs"): ServiceAccess(
        "sqs:SendMessage",
        "ArnEquals",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html",
    ),
    ("cloudwatch.amazonaws.com", "sns"): ServiceAccess(
        "sns:Publish",
        "ArnLike",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
    ),
    ("cloudfront.amazonaws.com", "s3"): ServiceAccess(
        "s3:GetObject",
        "StringEquals",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    ),
}


def resource_policy(
    kind: str, resource: pulumi.Input[str], services: Mapping[str, Sequence[pulumi.Input[str]]]
) -> pulumi.Output[str]:
    """Writes the policy of a resource that AWS services may use, each for certain other resources.

    Args:
        kind: The resource's service, such as `sqs`.
        resource: The ARN of what the services use: the resource, or what is in it.
        services: Service principals, each with the ARNs that it may act for.

    Raises:
        KeyError: `SERVICE_ACCESS` does not say how a service is let in to such a resource.
    """
    return pulumi.Output.json_dumps(
        {
            "Version": _VERSION,
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": SERVICE_ACCESS[service, kind].action,
                    "Resource": resource,
                    "Condition": {SERVICE_ACCESS[service, kind].condition: {"aws:SourceArn": source_arns}},
                }
                for service, source_arns in services.items()
            ],
        }
    )
