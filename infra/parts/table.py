"""DynamoDB tables."""

from typing import NotRequired

import pulumi
import pulumi_aws as aws

from functions.domain import tables
from infra.parts.alarm import Alarms, alarm
from infra.parts.nodes import Nodes
from infra.parts.shared_args import SharedArgs


class TableArgs(SharedArgs):
    """Arguments of `Table`."""

    definition: tables.Table
    """Its keys, expiry and indexes, which the functions know it by."""

    recoverable: NotRequired[bool]
    """Whether it can be restored to any second of the last 35 days. Default: `False`."""

    deletion_protection: NotRequired[bool]
    """Whether Pulumi and AWS refuse to delete it. Default: `False`."""

    stream: NotRequired[bool]
    """Whether its changes can be followed, with new and old images. Default: `False`."""


class Table(pulumi.ComponentResource):
    """A table that is paid by the request."""

    name: pulumi.Output[str]
    """The table's name."""

    arn: pulumi.Output[str]
    """The table's ARN."""

    stream_arn: pulumi.Output[str]
    """The ARN of its stream, if it has one."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: TableArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the table."""
        super().__init__("blog:index:Table", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        definition = args["definition"]
        protection = args.get("deletion_protection", False)
        key = args.get("encryption", {}).get("kms_key_arn")
        alarms = args.get("alarms", Alarms.ALL)

        table = aws.dynamodb.Table(
            name,
            billing_mode="PAY_PER_REQUEST",
            hash_key=definition.hash_key,
            range_key=definition.range_key,
            attributes=[{"name": key, "type": "S"} for key in _keys(definition)],
            global_secondary_indexes=[_index(index) for index in definition.indexes],
            ttl={"attribute_name": tables.EXPIRY, "enabled": True} if definition.expires else None,
            stream_enabled=args.get("stream", False),
            stream_view_type="NEW_AND_OLD_IMAGES" if args.get("stream", False) else None,
            point_in_time_recovery={"enabled": args.get("recoverable", False)},
            server_side_encryption={"enabled": True, "kms_key_arn": key} if key else None,
            deletion_protection_enabled=protection,
            opts=pulumi.ResourceOptions(parent=self, protect=protection or None),
        )

        self.name = table.name
        self.arn = table.arn
        self.stream_arn = table.stream_arn
        self.nodes = (
            Nodes(tables={name: {"name": table.name, "definition": definition.name}})
            | alarm(
                f"{name}-throttled",
                {
                    "symptom": f"DynamoDB refuses calls of the table {name}, or of an index of it:"
                    " too many at once",
                    "namespace": "AWS/DynamoDB",
                    "metric": "ThrottledRequests",
                    "dimensions": {"TableName": table.name},
                    "each": "Operation",
                    # The SDK makes refused calls again.
                    "periods": 5,
                },
                alarms,
                child,
            )
            | alarm(
                f"{name}-system-errors",
                {
                    "symptom": f"DynamoDB fails calls of the table {name}, as AWS's health page may say",
                    "namespace": "AWS/DynamoDB",
                    "metric": "SystemErrors",
                    "dimensions": {"TableName": table.name},
                    "each": "Operation",
                    "periods": 5,
                },
                alarms,
                child,
            )
        )
        self.register_outputs({"name": self.name, "arn": self.arn})

    def index_arn(self, index: tables.Index) -> pulumi.Output[str]:
        """Makes the ARN of one of its indexes."""
        return pulumi.Output.concat(self.arn, "/index/", index.name)


def _keys(definition: tables.Table) -> list[str]:
    """Lists every attribute that is a key of the table or of an index, once."""
    keys = [definition.hash_key, definition.range_key]
    for index in definition.indexes:
        keys += [index.hash_key, index.range_key]
    return sorted({key for key in keys if key})


def _index(index: tables.Index) -> aws.dynamodb.TableGlobalSecondaryIndexArgsDict:
    described: aws.dynamodb.TableGlobalSecondaryIndexArgsDict = {
        "name": index.name,
        "key_schemas": [
            {"attribute_name": index.hash_key, "key_type": "HASH"},
            {"attribute_name": index.range_key, "key_type": "RANGE"},
        ],
        "projection_type": "INCLUDE" if index.attributes else "KEYS_ONLY",
    }
    return described | {"non_key_attributes": [*index.attributes]} if index.attributes else described
