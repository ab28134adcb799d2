"""Rules of IAM's policies, also of those that stand in queues, topics, buckets and functions."""

import json
import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from policy_sentry.querying.all import get_all_service_prefixes

from preview.recording import Recording, Resource
from preview.rules.iam_reference import find_mistakes
from preview.rules.rule import Problem, Rule, listed, read_json, values

_ROLE, _ROLE_POLICY = "iam/role:Role", "iam/rolePolicy:RolePolicy"
_RESOURCE_POLICIES = (
    "s3/bucketPolicy:BucketPolicy",
    "sns/topicPolicy:TopicPolicy",
    "sqs/queuePolicy:QueuePolicy",
)

_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
_ELEMENTS = f"{_GUIDE}/reference_policies_elements"
_QUOTAS = f"{_GUIDE}/reference_iam-quotas.html"
_REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html"

_ARN = re.compile(r"arn:[\w*-]+:[\w*-]+:[\w*-]*:(\d{12}|aws|\*)?:.+")

# Of all inline policies of a role together, without white space.
_LARGEST_INLINE = 10_240


def _statements(resource: Resource) -> Iterator[tuple[str, dict[str, Any]]]:
    """Finds the statements of all policies that a resource has, with their paths."""
    for property_ in ("assumeRolePolicy", "policy"):
        for path, found in values(resource, f"{property_}.Statement"):
            for number, statement in enumerate(listed(found)):
                yield f"{path}.{number}", statement


def _find_odd_resources(resource: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, statement in _statements(resource):
        for arn in listed(statement.get("Resource")):
            if arn != "*" and not _ARN.fullmatch(arn):
                yield f"{path}.Resource", f"must be '*' or an ARN, not {arn!r}"


def _find_odd_services(resource: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, statement in _statements(resource):
        principal = statement.get("Principal")
        for service in listed(principal.get("Service")) if isinstance(principal, dict) else ():
            if problem := odd_service(service):
                yield f"{path}.Principal.Service", problem


def odd_service(principal: str) -> str:
    """Says what is wrong with the principal of a service. It is empty if nothing seems to be.

    AWS publishes no list of principals. Most are called as the service is in IAM's actions, so a name that is
    nearly one of those is a mistake.
    """
    name, _, domain = principal.partition(".amazonaws.com")
    labels = name.split(".")
    if not name or domain not in {"", ".cn"} or ".amazonaws.com" not in principal:
        return f"must be a service's principal, such as 'lambda.amazonaws.com', not {principal!r}"
    services = get_all_service_prefixes()
    if not any(label in services for label in labels):
        for meant in get_close_matches(labels[0], services, n=1, cutoff=0.85):
            return f"must be a service's principal, not {principal!r}: is '{meant}.amazonaws.com' meant?"
    return ""


def _find_unknown_permissions(resource: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, statement in _statements(resource):
        yield from ((path, mistake) for mistake in find_mistakes(statement))


def _find_large_policies(policy: Resource, recording: Recording) -> Iterator[Problem]:
    role = policy.inputs.get("role")
    together = [one for one in recording.of_type(_ROLE_POLICY) if one.inputs.get("role") == role]
    size = sum(_size(one.inputs.get("policy", "")) for one in together)
    if policy is together[0] and size > _LARGEST_INLINE:
        yield (
            "policy",
            (
                f"must have at most {_LARGEST_INLINE:,} characters, together with other inline policies of"
                f" {role}, not {size:,}"
            ),
        )


def _size(policy: str) -> int:
    return len(json.dumps(read_json(policy), separators=(",", ":")))


def _find_resource_of_trust(role: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, statement in _statements(role):
        for element in {"Resource", "NotResource"} & statement.keys():
            yield f"{path}.{element}", "must not be in a role's trust policy"


def _find_missing_principal(resource: Resource, _recording: Recording) -> Iterator[Problem]:
    for path, statement in _statements(resource):
        if not {"Principal", "NotPrincipal"} & statement.keys():
            yield f"{path}.Principal", "is needed in a policy of a resource"


RULES = (
    Rule("", f"{_GUIDE}/reference-arns.html", _find_odd_resources),
    Rule("", f"{_ELEMENTS}_principal.html", _find_odd_services),
    Rule("", _REFERENCE, _find_unknown_permissions),
    Rule(_ROLE_POLICY, _QUOTAS, _find_large_policies),
    Rule(_ROLE, f"{_ELEMENTS}_resource.html", _find_resource_of_trust),
    *(Rule(policy, f"{_ELEMENTS}_principal.html", _find_missing_principal) for policy in _RESOURCE_POLICIES),
)
