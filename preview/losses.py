"""Losses: what a change takes from resources that hold state, such as a table's items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_Json = Mapping[str, Any]
_Roles = Mapping[str, Sequence[str]]

_TABLE = "aws:dynamodb/table:Table"


@dataclass(frozen=True)
class _State:
    """State of a type of resources.

    Attributes:
        content: What is gone with a resource.
        identity: The properties that cannot be changed: Pulumi replaces the resource.
    """

    content: str
    identity: tuple[str, ...]


# What the provider replaces: https://www.pulumi.com/registry/packages/aws/api-docs/, "will be created".
_STATE = {
    _TABLE: _State("its items", ("name", "hashKey", "rangeKey", "localSecondaryIndexes")),
    "aws:cognito/userPool:UserPool": _State(
        "its users", ("aliasAttributes", "usernameAttributes", "usernameConfiguration")
    ),
    "aws:sns/topic:Topic": _State("its subscriptions", ("name", "namePrefix", "fifoTopic")),
    "aws:s3/bucket:Bucket": _State("its files", ("bucket", "bucketPrefix")),
    "aws:sqs/queue:Queue": _State("the messages in it", ("name", "namePrefix", "fifoQueue")),
    "aws:cloudwatch/logGroup:LogGroup": _State("its log", ("name", "namePrefix", "logGroupClass")),
}

# What keeps state from slips of the hand.
_GUARDS = ("(protect)", "deletionProtection", "deletionProtectionEnabled", "pointInTimeRecovery")
_UNGUARDED = (None, False, "INACTIVE", {"enabled": False})


def find_losses(old: _Json, new: _Json) -> Iterator[str]:
    """Finds what a change deletes, replaces, rebuilds or leaves unguarded, of what holds state.

    Args:
        old: The document of a stack (`preview.document`) as it is deployed.
        new: The document of what it is going to be.

    Yields:
        A line for each loss.
    """
    before, after = dict(_resources(old["resources"])), dict(_resources(new["resources"]))
    renamed = {_relative(alias): now for now in after.values() for alias in now.get("(aliases)", [])}
    for urn, was in before.items():
        resource_type, _, name = urn.rpartition("$")[2].partition("::")
        if state := _STATE.get(resource_type):
            label = f"{name} ({resource_type})"
            now = after.get(urn) or renamed.get(urn)
            if now is None:
                yield f"DELETES {label} with {state.content}. If it has only been renamed, it needs an alias."
                continue
            for changed in (key for key in state.identity if was.get(key) != now.get(key)):
                yield (
                    f"REPLACES {label}: {changed} changes from {was.get(changed)} to {now.get(changed)},"
                    f" and {state.content} will be gone"
                )
            if resource_type == _TABLE:
                yield from _losses_of_table(label, was, now)
            yield from _losses_by_key(label, (_key(was), old["roles"]), (_key(now), new["roles"]))
            for guard in _GUARDS:
                if was.get(guard) not in _UNGUARDED and now.get(guard) in _UNGUARDED:
                    yield f"UNGUARDS {label}: it loses {guard.strip('()')}"


def _losses_of_table(label: str, was: _Json, now: _Json) -> Iterator[str]:
    indexes = {index["name"]: index for index in now.get("globalSecondaryIndexes", [])}
    types_were, types_are = _attribute_types(was), _attribute_types(now)
    for key in (was["hashKey"], was.get("rangeKey")):
        if key in types_are and types_were.get(key) != types_are[key]:
            yield f"REPLACES {label}: the type of its key {key} changes, and its items will be gone"
    for index in was.get("globalSecondaryIndexes", []):
        name = index["name"]
        if name not in indexes:
            yield f"DELETES index {name} of {label}: whoever still reads it fails"
        elif index != indexes[name]:
            yield f"REBUILDS index {name} of {label}: whoever reads it meanwhile fails"
    stream = ("streamEnabled", "streamViewType")
    if was.get("streamEnabled") and any(was.get(key) != now.get(key) for key in stream):
        yield f"ENDS the stream of {label}: what was not yet read of it is lost"


def _losses_by_key(
    label: str, old: tuple[str | None, _Roles], new: tuple[str | None, _Roles]
) -> Iterator[str]:
    """Finds what roles cannot read or write, because a KMS key changes before or after they may use it."""
    (old_key, old_roles), (new_key, new_roles) = old, new
    if old_key == new_key:
        return
    if old_key and not _may_decrypt(new_roles, old_key):
        yield f"LOCKS {label}: no role may use {old_key} any more, which has encrypted what is stored"
    if new_key and not _may_decrypt(old_roles, new_key):
        yield (
            f"INTERRUPTS {label}: roles may not use {new_key} until they are updated, too. Let them use it"
            " in a deployment before this one"
        )


def _key(resource: _Json) -> str | None:
    keys = [resource.get(name) for name in ("kmsMasterKeyId", "kmsKeyIdentifier", "kmsKeyId")]
    keys.append(resource.get("serverSideEncryption", {}).get("kmsKeyArn"))
    return next(filter(None, keys), None)


def _may_decrypt(roles: _Roles, key: str) -> bool:
    return any("kms:Decrypt" in line and key in line for lines in roles.values() for line in lines)


def _attribute_types(table: _Json) -> dict[str, str]:
    return {attribute["name"]: attribute["type"] for attribute in table.get("attributes", [])}


def _resources(tree: _Json, parents: str = "") -> Iterator[tuple[str, _Json]]:
    """Yields each resource with its URN, but for the stack and the project."""
    for key, properties in tree.items():
        if key.endswith(")") and not key.startswith("("):
            name, _, resource_type = key.removesuffix(")").rpartition(" (")
            yield f"{parents}{resource_type}::{name}", properties
            yield from _resources(properties, f"{parents}{resource_type}$")


def _relative(urn: str) -> str:
    """Leaves the stack and the project out of a URN."""
    return urn.split("::", 2)[2]
