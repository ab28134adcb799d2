"""CloudFormation template of a stack's resources, which AWS's own rules can judge.

Nearly all properties are Pulumi's in another case; the tables here hold the rest. Values are as AWS would
answer, not references, so that the forms of ARNs and names are judged too.
"""

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from preview.recording import Recording, Resource

_Json = dict[str, Any]


class UnmappedTypeError(Exception):
    """A resource is of a type of which nobody has said what it is in CloudFormation."""


def _as_it_is(properties: _Json, _resource: Resource, _recording: Recording) -> _Json:
    return properties


@dataclass(frozen=True)
class _Mapping:
    """CloudFormation's form of a type.

    Attributes:
        type: Its name.
        name: The property that has the physical name, if one does.
        names: Properties at any depth that are called otherwise.
        lists_tags: Whether tags are a list, as nearly everywhere, or a mapping.
        rearrange: Changes what is arranged otherwise, with the resource and the recording at hand.
    """

    type: str
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    lists_tags: bool = True
    rearrange: Callable[[_Json, Resource, Recording], _Json] = _as_it_is


# Properties that only steer Pulumi's provider, or that CloudFormation says in other resources.
_OF_THE_PROVIDER = {
    *("bucketPrefix", "codeSha256", "confirmationTimeoutInMinutes", "endpointAutoConfirms", "forceDestroy"),
    *("forceDetachPolicies", "namePrefix", "publish", "publishTo", "qualifier", "region"),
    *("replaceSecurityGroupsOnDestroy", "replacementSecurityGroupIds", "retainOnDelete", "skipDestroy"),
    *("sourceCodeHash", "statementId", "statementIdPrefix", "useResourceTimeoutForPropagation"),
    "waitForDeployment",
}

# Texts that are documents in CloudFormation.
_DOCUMENTS = {"assumeRolePolicy", "eventPattern", "policy", "redrivePolicy"}

# What is the user's word, and has no case of its own.
_FREE = {"variables"}

UNMAPPED = {"aws:s3/bucketObjectv2:BucketObjectv2": "CloudFormation has no files of buckets"}
"""Types that the template lacks, each with the reason."""


def find_unmapped(recording: Recording) -> dict[str, str]:
    """Finds the types of a program's resources that have no place in the template, each with the reason."""
    found = {resource.type for resource in recording.resources if resource.type.startswith("aws:")}
    return {
        one: UNMAPPED.get(one, "preview/template.py does not know it")
        for one in sorted(found - {*_MAPPINGS, *_PARTS, _EVENT_TARGET})
    }


def _mapping(resource_type: str) -> _Mapping:
    if resource_type not in _MAPPINGS:
        raise UnmappedTypeError(
            f"preview/template.py says neither what {resource_type} is in CloudFormation,"
            " nor why it has no place there"
        )
    return _MAPPINGS[resource_type]


def make_template(recording: Recording) -> _Json:
    """Makes the template of what a program asked for.

    Args:
        recording: The program's resources. Components are none of AWS's, and are left out.

    Raises:
        UnmappedTypeError: A resource has a type that is neither mapped nor in `UNMAPPED`.
    """
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            logical_id(resource): _write(resource, recording)
            for resource in recording.resources
            if resource.type.startswith("aws:") and resource.type not in {*UNMAPPED, *_PARTS, _EVENT_TARGET}
        },
    }


def logical_id(resource: Resource) -> str:
    """Names a resource in the template by its type, its name and a digest of its URN: names may be alike."""
    name = re.sub(r"[^A-Za-z0-9]", "", f"{resource.type.rpartition(':')[2]}{resource.name.title()}")
    return f"{name}{sha256(resource.urn.encode()).hexdigest()[:8].upper()}"


def _write(resource: Resource, recording: Recording) -> _Json:
    try:
        mapping = _mapping(resource.type)
    except UnmappedTypeError as error:
        raise UnmappedTypeError(f"{resource.name}: {error}") from None
    inputs = {key: one for key, one in resource.inputs.items() if key not in _OF_THE_PROVIDER}
    tags = inputs.pop("tags", None)
    if mapping.name:
        inputs.pop("name", None)
    properties = {_pascal(key, mapping): _convert(key, one, mapping) for key, one in inputs.items()}
    if mapping.name:
        properties.setdefault(mapping.name, resource["name"])
    properties = mapping.rearrange(properties, resource, recording)
    if tags:
        properties[_pascal("tags", mapping)] = (
            [{"Key": key, "Value": one} for key, one in tags.items()] if mapping.lists_tags else tags
        )
    return {"Type": mapping.type, "Properties": properties}


def _pascal(key: str, mapping: _Mapping) -> str:
    return mapping.names.get(key) or f"{key[0].upper()}{key[1:]}"


def _convert(key: str, value: Any, mapping: _Mapping) -> Any:  # noqa: ANN401 - properties are of any type
    match value:
        case str() if key in _DOCUMENTS:
            with contextlib.suppress(ValueError):  # what is no JSON stays as it is, to be judged
                return json.loads(value)
        case float() if value.is_integer():  # as Pulumi's protocol has all numbers
            return int(value)
        case list():
            return [_convert(key, item, mapping) for item in value]
        case dict() if key not in _FREE:
            return {_pascal(inner, mapping): _convert(inner, one, mapping) for inner, one in value.items()}
    return value


def _in(name: str) -> Callable[[_Json, Resource, Recording], _Json]:
    """Puts all properties into one."""
    return lambda properties, _resource, _recording: {name: properties}


def _arrange_alarm(properties: _Json, resource: Resource, _recording: Recording) -> _Json:
    """Lists dimensions as pairs. Of alarms on expressions, only those on single ones are known here."""
    pairs = [{"Name": key, "Value": one} for key, one in resource.inputs.get("dimensions", {}).items()]
    return {**properties, "Dimensions": pairs} if pairs else properties


def _arrange_bucket(properties: _Json, resource: Resource, recording: Recording) -> _Json:
    return {**properties, **_parts(resource, recording, "bucket", {resource["id"], resource["bucket"]})}


def _arrange_delivery_destination(properties: _Json, _resource: Resource, _recording: Recording) -> _Json:
    configuration = properties.pop("DeliveryDestinationConfiguration", {})
    return {**properties, **configuration}


def _arrange_distribution(properties: _Json, _resource: Resource, _recording: Recording) -> _Json:
    origins = [
        origin if "CustomOriginConfig" in origin else {"S3OriginConfig": {}, **origin}
        for origin in properties["Origins"]
    ]
    return {"DistributionConfig": {**properties, "Origins": origins}}


def _arrange_function(properties: _Json, resource: Resource, recording: Recording) -> _Json:
    code = properties.pop("ImageUri", None)
    return {
        **{
            key: one for key, one in properties.items() if key not in {"S3Bucket", "S3Key", "S3ObjectVersion"}
        },
        "Code": {"ImageUri": code} if code else {"S3Bucket": "archives", "S3Key": "archive.zip"},
        **_parts(resource, recording, "functionName", {resource["name"], resource["arn"]}),
    }


def _parts(owner: Resource, recording: Recording, reference: str, names: set[str]) -> _Json:
    """Collects what Pulumi has in resources of their own and CloudFormation among their owner's properties.

    Args:
        owner: The resource that they belong to.
        recording: The program's resources.
        reference: The property by which they name it.
        names: Its names there.
    """
    service = owner.type.partition("/")[0]
    parts = [resource for resource in recording.resources if resource.type in _PARTS]
    return {
        key: one
        for part in parts
        if part.type.startswith(f"{service}/") and part.inputs.get(reference) in names
        for key, one in _PARTS[part.type](part.inputs).items()
    }


_FLAGS_OF_ACCESS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _encryption(inputs: Mapping[str, Any]) -> _Json:
    defaults = [rule.get("applyServerSideEncryptionByDefault", {}) for rule in inputs["rules"]]
    rules = [
        {
            "ServerSideEncryptionByDefault": {
                name: default[key]
                for key, name in (("sseAlgorithm", "SSEAlgorithm"), ("kmsMasterKeyId", "KMSMasterKeyID"))
                if key in default
            }
        }
        for default in defaults
    ]
    return {"BucketEncryption": {"ServerSideEncryptionConfiguration": rules}}


_PARTS: Mapping[str, Callable[[Mapping[str, Any]], _Json]] = {
    "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": lambda inputs: {
        "RecursiveLoop": inputs["recursiveLoop"]
    },
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": lambda inputs: {
        "OwnershipControls": {"Rules": [{"ObjectOwnership": inputs["rule"]["objectOwnership"]}]}
    },
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": lambda inputs: {
        "PublicAccessBlockConfiguration": {
            f"{flag[0].upper()}{flag[1:]}": inputs[flag] for flag in _FLAGS_OF_ACCESS if flag in inputs
        }
    },
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _encryption,
    "aws:s3/bucketVersioning:BucketVersioning": lambda inputs: {
        "VersioningConfiguration": {"Status": inputs["versioningConfiguration"]["status"]}
    },
}


def _listed(name: str) -> Callable[[_Json, Resource, Recording], _Json]:
    """Makes one of the properties a list of one."""
    return lambda properties, _resource, _recording: {**properties, name: [properties[name]]}


def _arrange_rule(properties: _Json, resource: Resource, recording: Recording) -> _Json:
    targets = [
        target
        for target in recording.of_type(_EVENT_TARGET)
        if (target.inputs.get("rule"), _bus(target)) == (resource["name"], _bus(resource))
    ]
    mapping = _Mapping(type="")
    described = [
        {
            "Id": target.name,
            **{
                _pascal(key, mapping): _convert(key, one, mapping)
                for key, one in target.inputs.items()
                if key not in {"rule", "eventBusName"}
            },
        }
        for target in targets
    ]
    return {**properties, "Targets": described} if described else properties


def _bus(resource: Resource) -> str:
    return str(resource.inputs.get("eventBusName", "default"))


def _arrange_stage(properties: _Json, _resource: Resource, _recording: Recording) -> _Json:
    routes = {route.pop("RouteKey"): route for route in properties.pop("RouteSettings", [])}
    return {**properties, "RouteSettings": routes} if routes else properties


def _arrange_user_pool(properties: _Json, _resource: Resource, _recording: Recording) -> _Json:
    policies = {key: properties.pop(key) for key in ("PasswordPolicy", "SignInPolicy") if key in properties}
    return {**properties, "Policies": policies} if policies else properties


def _arrange_table(properties: _Json, resource: Resource, _recording: Recording) -> _Json:
    """Says keys as DynamoDB's own API does, and what is switched off by leaving it out."""
    inputs = resource.inputs
    keys = {"HASH": inputs["hashKey"], "RANGE": inputs.get("rangeKey")}
    # What is not named here stays as it is, so that AWS's schema judges it.
    table = {key: one for key, one in properties.items() if key not in _REARRANGED_OF_TABLE} | {
        "AttributeDefinitions": [
            {"AttributeName": one["name"], "AttributeType": one["type"]} for one in inputs["attributes"]
        ],
        "KeySchema": [{"AttributeName": key, "KeyType": kind} for kind, key in keys.items() if key],
    }
    if indexes := inputs.get("globalSecondaryIndexes"):
        table["GlobalSecondaryIndexes"] = [_index(index) for index in indexes]
    if inputs.get("streamEnabled"):
        table["StreamSpecification"] = {"StreamViewType": inputs.get("streamViewType")}
    if encryption := inputs.get("serverSideEncryption"):
        table["SSESpecification"] = {
            "SSEEnabled": encryption["enabled"],
            **({"SSEType": "KMS", "KMSMasterKeyId": key} if (key := encryption.get("kmsKeyArn")) else {}),
        }
    if "readCapacity" in inputs or "writeCapacity" in inputs:
        table["ProvisionedThroughput"] = {
            "ReadCapacityUnits": properties.get("ReadCapacity"),
            "WriteCapacityUnits": properties.get("WriteCapacity"),
        }
    if "ttl" in inputs:
        table["TimeToLiveSpecification"] = properties["Ttl"]
    if "pointInTimeRecovery" in inputs:
        enabled = inputs["pointInTimeRecovery"]["enabled"]
        table["PointInTimeRecoverySpecification"] = {"PointInTimeRecoveryEnabled": enabled}
    return table


_REARRANGED_OF_TABLE = {
    *("Attributes", "GlobalSecondaryIndexes", "HashKey", "PointInTimeRecovery"),
    *("RangeKey", "ReadCapacity", "ServerSideEncryption", "StreamEnabled", "StreamViewType", "Ttl"),
    "WriteCapacity",
}


def _index(index: Mapping[str, Any]) -> _Json:
    projection = {"ProjectionType": index["projectionType"]}
    if "nonKeyAttributes" in index:
        projection["NonKeyAttributes"] = index["nonKeyAttributes"]
    return {
        "IndexName": index["name"],
        "KeySchema": [
            {"AttributeName": key["attributeName"], "KeyType": key["keyType"]} for key in _keys(index)
        ],
        "Projection": projection,
    }


def _keys(index: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Reads the keys of an index in the form that the provider has now, or had before."""
    before = (("HASH", index.get("hashKey")), ("RANGE", index.get("rangeKey")))
    keys: list[Mapping[str, str]] = index.get("keySchemas") or [
        {"attributeName": key, "keyType": kind} for kind, key in before if key
    ]
    return keys


_EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget"  # a part of its rule there

_MAPPINGS = {
    "aws:apigatewayv2/api:Api": _Mapping("AWS::ApiGatewayV2::Api", "Name", lists_tags=False),
    "aws:apigatewayv2/authorizer:Authorizer": _Mapping(
        "AWS::ApiGatewayV2::Authorizer",
        "Name",
        {"identitySources": "IdentitySource", "audiences": "Audience"},
    ),
    "aws:apigatewayv2/integration:Integration": _Mapping(
        "AWS::ApiGatewayV2::Integration", names={"timeoutMilliseconds": "TimeoutInMillis"}
    ),
    "aws:apigatewayv2/route:Route": _Mapping("AWS::ApiGatewayV2::Route"),
    "aws:apigatewayv2/stage:Stage": _Mapping(
        "AWS::ApiGatewayV2::Stage", "StageName", lists_tags=False, rearrange=_arrange_stage
    ),
    "aws:cloudfront/distribution:Distribution": _Mapping(
        "AWS::CloudFront::Distribution",
        names={
            "isIpv6Enabled": "IPV6Enabled",
            "cloudfrontDefaultCertificate": "CloudFrontDefaultCertificate",
            "functionArn": "FunctionARN",
            "httpPort": "HTTPPort",
            "httpsPort": "HTTPSPort",
            "lambdaArn": "LambdaFunctionARN",
            "loggingConfig": "Logging",
            "orderedCacheBehaviors": "CacheBehaviors",
            "originId": "Id",
            "originSslProtocols": "OriginSSLProtocols",
            "webAclId": "WebACLId",
        },
        rearrange=_arrange_distribution,
    ),
    "aws:cloudfront/originAccessControl:OriginAccessControl": _Mapping(
        "AWS::CloudFront::OriginAccessControl", "Name", rearrange=_in("OriginAccessControlConfig")
    ),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": _Mapping(
        "AWS::CloudFront::ResponseHeadersPolicy", "Name", rearrange=_in("ResponseHeadersPolicyConfig")
    ),
    "aws:cloudwatch/dashboard:Dashboard": _Mapping("AWS::CloudWatch::Dashboard"),
    "aws:cloudwatch/eventArchive:EventArchive": _Mapping(
        "AWS::Events::Archive", "ArchiveName", names={"eventSourceArn": "SourceArn"}
    ),
    "aws:cloudwatch/eventBus:EventBus": _Mapping("AWS::Events::EventBus", "Name"),
    "aws:cloudwatch/eventRule:EventRule": _Mapping("AWS::Events::Rule", "Name", rearrange=_arrange_rule),
    "aws:cloudwatch/logDelivery:LogDelivery": _Mapping("AWS::Logs::Delivery"),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": _Mapping(
        "AWS::Logs::DeliveryDestination", "Name", rearrange=_arrange_delivery_destination
    ),
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": _Mapping("AWS::Logs::DeliverySource", "Name"),
    "aws:cloudwatch/logGroup:LogGroup": _Mapping("AWS::Logs::LogGroup", "LogGroupName"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": _Mapping(
        "AWS::CloudWatch::Alarm",
        "AlarmName",
        {"metricQueries": "Metrics", "okActions": "OKActions"},
        rearrange=_arrange_alarm,
    ),
    "aws:cognito/userPool:UserPool": _Mapping(
        "AWS::Cognito::UserPool",
        "UserPoolName",
        {"tags": "UserPoolTags", "schemas": "Schema"},
        lists_tags=False,
        rearrange=_arrange_user_pool,
    ),
    "aws:cognito/userPoolClient:UserPoolClient": _Mapping(
        "AWS::Cognito::UserPoolClient",
        "ClientName",
        {
            "allowedOauthFlows": "AllowedOAuthFlows",
            "allowedOauthFlowsUserPoolClient": "AllowedOAuthFlowsUserPoolClient",
            "allowedOauthScopes": "AllowedOAuthScopes",
            "callbackUrls": "CallbackURLs",
            "defaultRedirectUri": "DefaultRedirectURI",
            "logoutUrls": "LogoutURLs",
        },
    ),
    "aws:cognito/userPoolDomain:UserPoolDomain": _Mapping("AWS::Cognito::UserPoolDomain"),
    "aws:dynamodb/table:Table": _Mapping("AWS::DynamoDB::Table", "TableName", rearrange=_arrange_table),
    "aws:iam/role:Role": _Mapping(
        "AWS::IAM::Role", "RoleName", {"assumeRolePolicy": "AssumeRolePolicyDocument"}
    ),
    "aws:iam/rolePolicy:RolePolicy": _Mapping(
        "AWS::IAM::RolePolicy", "PolicyName", {"policy": "PolicyDocument", "role": "RoleName"}
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": _Mapping(
        "AWS::Lambda::EventSourceMapping", names={"destinationArn": "Destination"}
    ),
    "aws:lambda/function:Function": _Mapping(
        "AWS::Lambda::Function", "FunctionName", rearrange=_arrange_function
    ),
    "aws:lambda/permission:Permission": _Mapping(
        "AWS::Lambda::Permission", names={"function": "FunctionName", "principalOrgId": "PrincipalOrgID"}
    ),
    "aws:s3/bucket:Bucket": _Mapping(
        "AWS::S3::Bucket", "BucketName", {"bucket": "BucketName"}, rearrange=_arrange_bucket
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _Mapping("AWS::S3::BucketPolicy", names={"policy": "PolicyDocument"}),
    "aws:sns/topic:Topic": _Mapping("AWS::SNS::Topic", "TopicName"),
    "aws:sns/topicPolicy:TopicPolicy": _Mapping(
        "AWS::SNS::TopicPolicy",
        names={"policy": "PolicyDocument", "arn": "Topics"},
        rearrange=_listed("Topics"),
    ),
    "aws:sns/topicSubscription:TopicSubscription": _Mapping(
        "AWS::SNS::Subscription", names={"topic": "TopicArn"}
    ),
    "aws:sqs/queue:Queue": _Mapping(
        "AWS::SQS::Queue",
        "QueueName",
        {
            "maxMessageSize": "MaximumMessageSize",
            "messageRetentionSeconds": "MessageRetentionPeriod",
            "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
            "visibilityTimeoutSeconds": "VisibilityTimeout",
        },
    ),
    "aws:sqs/queuePolicy:QueuePolicy": _Mapping(
        "AWS::SQS::QueuePolicy",
        names={"policy": "PolicyDocument", "queueUrl": "Queues"},
        rearrange=_listed("Queues"),
    ),
}
