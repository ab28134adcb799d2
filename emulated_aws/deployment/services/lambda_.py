"""Lambda: functions, what feeds them and who may call them."""

from emulated_aws.deployment.errors import UnsupportedError
from emulated_aws.deployment.resource_type import FollowUp, Properties, ResourceType, response, template


def _check_runtime(inputs: Properties) -> Properties:
    """Refuses what is not Python: the emulator would run it as if it were."""
    runtime = inputs.get("runtime")
    if not str(runtime).startswith("python"):
        raise UnsupportedError(f"property runtime: {runtime!r}, only Python")
    return inputs


RESOURCE_TYPES = {
    "aws:lambda/function:Function": ResourceType(
        service="lambda",
        create="CreateFunction",
        id=template("{name}"),
        auto_named="name",
        # Longer ones are for ARNs: API reference, CreateFunction.
        limits={"name": r"[a-zA-Z0-9-_]{1,64}"},
        arrange=_check_runtime,
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
            "arn": response("FunctionArn"),
            # API Gateway calls a function by it.
            "invokeArn": template(
                "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{FunctionArn}/invocations"
            ),
        },
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": ResourceType(
        service="lambda",
        create="CreateEventSourceMapping",
        id=response("UUID"),
        renames={"destinationConfig.onFailure.destinationArn": "Destination"},
        not_sent=("useResourceTimeoutForPropagation",),
    ),
    "aws:lambda/permission:Permission": ResourceType(
        service="lambda",
        create="AddPermission",
        id=template("{statementId}"),
        auto_named="statementId",
        renames={"function": "FunctionName", "principalOrgId": "PrincipalOrgID"},
    ),
    "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": ResourceType(
        service="lambda",
        create="PutFunctionRecursionConfig",
        id=template("{functionName}"),
    ),
}
