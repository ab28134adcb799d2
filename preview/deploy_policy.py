"""Policy that a role needs to deploy a stack: computed from the stack's resources, and approximate.

It is made of what CloudFormation's handlers of the same types ask for. Pulumi's provider may ask for a little
more, and IAM then names the action that is missing; of what it asks for, some it may never use.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from preview.permissions import read_permissions
from preview.recording import Recording
from preview.template import cloudformation_type

# Of types that CloudFormation does not have, or has no handlers of.
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": (
        "lambda:GetFunctionRecursionConfig",
        "lambda:PutFunctionRecursionConfig",
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": (
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:PutObject",
        "s3:PutObjectTagging",
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": (
        "s3:GetBucketPublicAccessBlock",
        "s3:PutBucketPublicAccessBlock",
    ),
    "aws:cloudwatch/eventTarget:EventTarget": (
        "events:ListTargetsByRule",
        "events:PutTargets",
        "events:RemoveTargets",
    ),
}

# What API Gateway does for who gives a stage an access log:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
_LOG_DELIVERY = (
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)
_BESIDE_HANDLERS: Mapping[str, tuple[str, ...]] = {"aws:apigatewayv2/stage:Stage": _LOG_DELIVERY}

# The services of the stack's resources. Handlers name others too, for what this stack does not use: networks,
# file systems, keys if it has none. Names on AWS begin with the stack's, but where ids are AWS's own.
_RESOURCES: Mapping[str, tuple[str, ...]] = {
    "apigateway": ("*",),
    "cloudfront": ("*",),
    "cognito-idp": ("*",),
    "cloudwatch": ("arn:aws:cloudwatch:*:*:alarm:{stack}-*", "arn:aws:cloudwatch::*:dashboard/{stack}-*"),
    "dynamodb": ("arn:aws:dynamodb:*:*:table/{stack}-*",),
    "events": (
        "arn:aws:events:*:*:archive/{stack}-*",
        "arn:aws:events:*:*:event-bus/{stack}-*",
        "arn:aws:events:*:*:rule/{stack}-*",
    ),
    "iam": ("arn:aws:iam::*:role/{stack}-*",),
    "lambda": ("arn:aws:lambda:*:*:event-source-mapping:*", "arn:aws:lambda:*:*:function:{stack}-*"),
    "logs": (
        "arn:aws:logs:*:*:log-group:{stack}-*",
        "arn:aws:logs:*:*:log-group:/aws/vendedlogs/{stack}-*",  # access logs of APIs
    ),
    "s3": ("arn:aws:s3:::{stack}-*",),
    "sns": ("arn:aws:sns:*:*:{stack}-*",),
    "sqs": ("arn:aws:sqs:*:*:{stack}-*",),
}

# Actions that IAM does not narrow to a resource, beside most that list.
_NOT_NARROWED = {
    "cloudwatch:DescribeAlarms",
    "lambda:CreateEventSourceMapping",
    "lambda:GetEventSourceMapping",
    "logs:DescribeIndexPolicies",
    "logs:DescribeLogGroups",
    *_LOG_DELIVERY,
}

_KEY = re.compile(r"arn:[\w-]+:kms:[\w-]+:\d+:key/[\w-]+")

# Allowed by a statement of its own: DynamoDB is granted the use of a key by who gives that to a table, and
# nobody else is (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html).
_GRANTING = "kms:CreateGrant"

# Allowed by a statement of its own: the deploying role hands roles to functions alone.
_PASSING = "iam:PassRole"


def make_deploy_policy(recording: Recording, stack: str) -> dict[str, Any]:
    """Makes the policy.

    Args:
        recording: What the program asked for.
        stack: The stack's name, with which names on AWS begin.
    """
    by_service: dict[str, set[str]] = defaultdict(set)
    for resource_type in {resource.type for resource in recording.resources}:
        if resource_type.startswith("aws:"):
            for action in _actions(resource_type):
                service = action.partition(":")[0]
                if service in _RESOURCES:
                    by_service[service if _is_narrowed(action) else "*"].add(action)
    by_service["iam"].discard(_PASSING)
    statements = [*_statements(by_service, stack), *_statements_of_keys(recording)]
    return {"Version": "2012-10-17", "Statement": statements}


def _actions(resource_type: str) -> Iterator[str]:
    if resource_type in _OTHERS:
        yield from _OTHERS[resource_type]
    else:
        yield from read_permissions()[cloudformation_type(resource_type)]
        yield from _BESIDE_HANDLERS.get(resource_type, ())


def _is_narrowed(action: str) -> bool:
    return action not in _NOT_NARROWED and not action.partition(":")[2].startswith("List")


def _statements(by_service: Mapping[str, set[str]], stack: str) -> Iterator[dict[str, Any]]:
    for service, actions in sorted(by_service.items()):
        if actions:
            patterns = _RESOURCES.get(service, ("*",))  # as are those that IAM does not narrow
            yield {
                "Effect": "Allow",
                "Action": sorted(actions),
                "Resource": [pattern.format(stack=stack) for pattern in patterns],
            }
    yield {
        "Effect": "Allow",
        "Action": [_PASSING],
        "Resource": [f"arn:aws:iam::*:role/{stack}-*"],
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
    }


def _statements_of_keys(recording: Recording) -> Iterator[dict[str, Any]]:
    """Lets a role give keys of one's own to what is encrypted with them, if anything is."""
    keys: set[str] = set()
    actions: set[str] = set()
    for resource in recording.resources:
        if found := _KEY.findall(json.dumps(resource.inputs, default=str)):
            keys.update(found)
            actions.update(action for action in _actions(resource.type) if action.startswith("kms:"))
    if keys:
        narrowed = sorted(action for action in actions - {_GRANTING} if _is_narrowed(action))
        yield {"Effect": "Allow", "Action": narrowed, "Resource": sorted(keys)}
        yield {
            "Effect": "Allow",
            "Action": [_GRANTING],
            "Resource": sorted(keys),
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        }
