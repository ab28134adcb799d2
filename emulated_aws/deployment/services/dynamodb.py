"""DynamoDB: tables."""

from typing import Any

from emulated_aws.deployment.data_source import DataSource
from emulated_aws.deployment.resource_type import (
    Created,
    FollowUp,
    Output,
    Properties,
    ResourceType,
    response,
    template,
)


def _key_schemas(inputs: Properties) -> Properties:
    """Puts the keys of a table and of its indexes as DynamoDB wants them: one list, each with its kind."""
    table = _key_schema(inputs)
    if indexes := table.get("globalSecondaryIndexes"):
        table["globalSecondaryIndexes"] = [_key_schema(index) for index in indexes]
    return table


def _key_schema(keyed: Properties) -> dict[str, Any]:
    rest = dict(keyed)
    keys = [
        {"attributeName": rest.pop(name), "keyType": kind}
        for name, kind in (("hashKey", "HASH"), ("rangeKey", "RANGE"))
        if name in rest
    ]
    return {"keySchemas": keys, **rest}  # an index may come with its own


def _key(kind: str) -> Output:
    """The key of a table that is there, by its kind."""

    def read(found: Created) -> str | None:
        keys = {key["KeyType"]: key["AttributeName"] for key in found.response["Table"]["KeySchema"]}
        return keys.get(kind)

    return read


def _attributes(found: Created) -> list[dict[str, str]]:
    """The attributes that are keys of a table that is there, or of an index."""
    return [
        {"name": one["AttributeName"], "type": one["AttributeType"]}
        for one in found.response["Table"]["AttributeDefinitions"]
    ]


def _stream_enabled(found: Created) -> bool:
    """Whether a table that is there has a stream: a former one keeps its ARN."""
    return bool(found.response["Table"].get("StreamSpecification", {}).get("StreamEnabled"))


DATA_SOURCES = {
    "aws:dynamodb/getTable:getTable": DataSource(
        service="dynamodb",
        read="DescribeTable",
        renames={"name": "TableName"},
        outputs={
            "id": response("Table", "TableName"),
            "arn": response("Table", "TableArn"),
            "attributes": _attributes,
            "hashKey": _key("HASH"),
            "rangeKey": _key("RANGE"),
            "streamEnabled": _stream_enabled,
            "streamArn": response("Table", "LatestStreamArn"),
            "streamLabel": response("Table", "LatestStreamLabel"),
            "streamViewType": response("Table", "StreamSpecification", "StreamViewType"),
        },
    ),
}

RESOURCE_TYPES = {
    "aws:dynamodb/table:Table": ResourceType(
        service="dynamodb",
        create="CreateTable",
        id=template("{name}"),
        auto_named="name",
        arrange=_key_schemas,
        renames={
            "name": "TableName",
            "attributes": "AttributeDefinitions",
            "attributes.name": "AttributeName",
            "attributes.type": "AttributeType",
            "readCapacity": "ProvisionedThroughput.ReadCapacityUnits",
            "writeCapacity": "ProvisionedThroughput.WriteCapacityUnits",
            "streamEnabled": "StreamSpecification.StreamEnabled",
            "streamViewType": "StreamSpecification.StreamViewType",
            "serverSideEncryption": "SSESpecification",
            "serverSideEncryption.kmsKeyArn": "KMSMasterKeyId",
            "globalSecondaryIndexes.name": "IndexName",
            "globalSecondaryIndexes.projectionType": "Projection.ProjectionType",
            "globalSecondaryIndexes.nonKeyAttributes": "Projection.NonKeyAttributes",
            "globalSecondaryIndexes.readCapacity": "ProvisionedThroughput.ReadCapacityUnits",
            "globalSecondaryIndexes.writeCapacity": "ProvisionedThroughput.WriteCapacityUnits",
        },
        follow_ups={
            "ttl": FollowUp("UpdateTimeToLive", {"name": "TableName", "ttl": "TimeToLiveSpecification"}),
            "pointInTimeRecovery": FollowUp(
                "UpdateContinuousBackups",
                {
                    "name": "TableName",
                    "pointInTimeRecovery": "PointInTimeRecoverySpecification",
                    "pointInTimeRecovery.enabled": "PointInTimeRecoveryEnabled",
                },
            ),
        },
        outputs={
            "arn": response("TableDescription", "TableArn"),
            "streamArn": response("TableDescription", "LatestStreamArn"),
        },
    ),
}
