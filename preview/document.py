"""The text that a stack's resources are reviewed by: YAML, without a byte that depends on the machine."""

import re
from collections import defaultdict
from typing import Any

import pulumi
import yaml

from preview.digest import asset_digest, text_digest
from preview.idle_cost import idle_cost
from preview.recording import Recording, Resource
from preview.references import References
from preview.statements import is_policy, statement_lines

COST = "idle cost a month"
"""The key of what a stack costs while nobody uses it."""

_LONGEST = 400  # characters of a text that is worth reading; of a longer one the digest is told

_WIDTH = 90  # characters that a list or a mapping may have to be written in one line

_STATEMENT = re.compile(r"['\"](Allow|Deny) ")

_ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


class _Dumper(yaml.SafeDumper):
    """Writes what is short in one line, but each of a policy's statements in its own."""


def _is_short(value: object) -> bool:
    text = str(value)
    return len(text) <= _WIDTH and not _STATEMENT.search(text)


_Dumper.add_representer(
    list,
    lambda dumper, value: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", value, flow_style=_is_short(value)
    ),
)
_Dumper.add_representer(
    dict,
    lambda dumper, value: dumper.represent_mapping(
        "tag:yaml.org,2002:map", value, flow_style=_is_short(value)
    ),
)


def document_of(recording: Recording) -> dict[str, Any]:
    """Makes the idle cost, the tree of resources and the list of roles.

    Under `idle cost a month` is what the stack costs while unused. Under `resources` each resource has
    its children, as `name (type)`, its options in round brackets, such as `(protect)`, and its properties.
    Under `roles` each role has what it may do.

    Args:
        recording: A stack's resources.
    """
    references = References(recording)
    children: dict[str, list[Resource]] = defaultdict(list)
    known = {resource.urn for resource in recording.resources}
    for resource in recording.resources:
        children[resource.parent if resource.parent in known else ""].append(resource)

    def tree(parent: str) -> dict[str, Any]:
        return {
            f"{resource.name} ({resource.type})": {
                **_options(resource, references),
                **_properties(resource, references),
                **tree(resource.urn),
            }
            for resource in sorted(children[parent], key=lambda one: (one.name, one.type))
        }

    return {
        COST: idle_cost(recording),
        "resources": tree(""),
        "roles": _roles(recording, references),
    }


def write_document(document: dict[str, Any]) -> str:
    """Writes a document as text."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=10_000, allow_unicode=True)


def read_document(text: str) -> dict[str, Any]:
    """Reads a document from the text that `write_document` made."""
    document: dict[str, Any] = yaml.safe_load(text)
    return document


def _options(resource: Resource, references: References) -> dict[str, Any]:
    made_of = {urn for urns in resource.property_dependencies.values() for urn in urns}
    waits_for = sorted({references.name(urn) for urn in resource.dependencies if urn not in made_of})
    options = {
        "(protect)": resource.protect,
        "(aliases)": sorted(alias for alias in resource.aliases if not _is_of_sdk(alias, resource)),
        "(waits for)": waits_for,  # what its properties do not say, so `depends_on` does
    }
    return {name: value for name, value in options.items() if value}


def _is_of_sdk(alias: str, resource: Resource) -> bool:
    """Tells whether an alias only says what the SDK once called the type."""
    of_parents, _, own = resource.urn.rpartition(resource.type)
    return alias.startswith(f"{of_parents}aws:") and alias.endswith(own)


def _properties(resource: Resource, references: References) -> dict[str, Any]:
    properties = references.inputs(resource)
    if resource.type == _ROLE_POLICY:
        del properties["policy"]  # told under its role
    return {name: _readable(properties[name]) for name in sorted(properties)}


def _readable(value: Any) -> Any:  # noqa: ANN401 - properties are of any type
    match value:
        case pulumi.FileAsset() | pulumi.FileArchive():
            return asset_digest(value)
        case float() if value.is_integer():  # as Pulumi's protocol has all numbers
            return int(value)
        case list():
            return [_readable(item) for item in value]
        case dict():
            return {key: _readable(value[key]) for key in sorted(value)}
        case str():
            return _readable_text(value)
    return value


def _readable_text(text: str) -> str | list[str]:
    if is_policy(text):
        return statement_lines(text)
    return text if len(text) <= _LONGEST else text_digest(text)


def _roles(recording: Recording, references: References) -> dict[str, list[str]]:
    allowed: dict[str, list[str]] = defaultdict(list)
    for policy in recording.resources:
        if policy.type == _ROLE_POLICY:
            inputs = references.inputs(policy)
            role = inputs["role"].removeprefix("${").removesuffix(".name}")
            allowed[role] += statement_lines(inputs["policy"])
    return {role: sorted(allowed[role]) for role in sorted(allowed)}
