"""Lambda: functions, what feeds them and who may call them."""

from emulated_aws.deployment.resource_type import Created, FollowUp, ResourceType, response, template

_API_GATEWAY = "arn:aws:apigateway:{region}:lambda:path"
"""What API Gateway calls a function by."""


def _last_modified(created: Created) -> str:
    return str(created.response["LastModified"].isoformat())


RESOURCE_TYPES = {
    "aws:lambda/function:Function": ResourceType(
        service="lambda",
        create="CreateFunction",
        id=template("{name}"),
        auto_named="name",
        renames={
            "name": "FunctionName",
            "code": "Code.ZipFile",
            "s3Bucket": "Code.S3Bucket",
            "s3Key": "Code.S3Key",
            "s3ObjectVersion": "Code.S3ObjectVersion",
        },
        follow_ups={
            "reservedConcurrentExecutions": FollowUp(
                "PutFunctionConcurrency",
                {
                    "name": "FunctionName",
                    "reservedConcurrentExecutions": "ReservedConcurrentExecutions",
                },
            ),
        },
        # The hash tells the provider when the code changed.
        not_sent=("skipDestroy", "sourceCodeHash", "useResourceTimeoutForPropagation"),
        outputs={
            "architectures": response("Architectures"),
            "arn": response("FunctionArn"),
            "codeSha256": response("CodeSha256"),
            "invokeArn": template(f"{_API_GATEWAY}/2015-03-31/functions/{{FunctionArn}}/invocations"),
            "lastModified": response("LastModified"),
            "memorySize": response("MemorySize"),
            "packageType": response("PackageType"),
            "qualifiedArn": template("{FunctionArn}:{Version}"),
            "qualifiedInvokeArn": template(
                f"{_API_GATEWAY}/2015-03-31/functions/{{FunctionArn}}:{{Version}}/invocations"
            ),
            "responseStreamingInvokeArn": template(
                f"{_API_GATEWAY}/2021-11-15/functions/{{FunctionArn}}/response-streaming-invocations"
            ),
            "sourceCodeHash": response("CodeSha256"),
            "sourceCodeSize": response("CodeSize"),
            "timeout": response("Timeout"),
            "version": response("Version"),
        },
        absent=(
            "ephemeralStorage",
            "loggingConfig",
            "publish",
            "replaceSecurityGroupsOnDestroy",
            "reservedConcurrentExecutions",
            "signingJobArn",
            "signingProfileVersionArn",
            "tracingConfig",
        ),
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": ResourceType(
        service="lambda",
        create="CreateEventSourceMapping",
        id=response("UUID"),
        defaults={"enabled": True},
        renames={"destinationConfig.onFailure.destinationArn": "Destination"},
        not_sent=("useResourceTimeoutForPropagation",),
        outputs={
            "arn": response("EventSourceMappingArn"),
            "batchSize": response("BatchSize"),
            "functionArn": response("FunctionArn"),
            "lastModified": _last_modified,
            "lastProcessingResult": response("LastProcessingResult"),
            "state": response("State"),
            "stateTransitionReason": response("StateTransitionReason"),
            "uuid": response("UUID"),
        },
        absent=(
            "amazonManagedKafkaEventSourceConfig",
            "bisectBatchOnFunctionError",
            "maximumBatchingWindowInSeconds",
            "maximumRecordAgeInSeconds",
            "maximumRetryAttempts",
            "parallelizationFactor",
            "selfManagedKafkaEventSourceConfig",
        ),
    ),
    "aws:lambda/permission:Permission": ResourceType(
        service="lambda",
        create="AddPermission",
        id=template("{statementId}"),
        auto_named="statementId",
        renames={"function": "FunctionName", "principalOrgId": "PrincipalOrgID"},
        absent=("statementIdPrefix",),
    ),
    "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": ResourceType(
        service="lambda",
        create="PutFunctionRecursionConfig",
        id=template("{functionName}"),
    ),
}
