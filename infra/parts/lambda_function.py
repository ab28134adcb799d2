"""Lambda function with a role and a log group of its own."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from functions.runtime import environment, metric
from infra.parts.alarm import AlarmArgs, Alarms, alarm
from infra.parts.arguments import check_arguments
from infra.parts.nodes import Nodes
from infra.parts.packaging import PYTHON_VERSION, Platform
from infra.parts.policy import PolicyStatement, lambda_trust, role_policy
from infra.parts.rules import FunctionDescription, Handler, Memory, Timeout, VariableName
from infra.parts.shared_args import DEFAULT_LOG_RETENTION_DAYS, SharedArgs

DEFAULT_TIMEOUT = 10
"""Seconds."""

# The 64 of a role's name, less a stack's name of 10, the 7 digits of an automatic name and two hyphens.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LONGEST_NAME = 45
"""The most characters in the name of a `LambdaFunction`."""

UNREADABLE = {"Unreadable": "it passes over stored data that it cannot read"}
"""The metric of functions that read what others have stored, with its meaning."""


# https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
_CONNECT_TO_VPC: PolicyStatement = {
    "actions": [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ],
    # The interfaces are Lambda's to make, and IAM knows no resource for most of these.
    "resources": ["*"],
}


class FunctionDefinition(TypedDict):
    """A function: its code, what it may do, and how it runs."""

    code: pulumi.Archive
    """The code: any archive of Python code that Lambda accepts."""

    handler: Handler
    """Where in the archive the function is, such as `fraud_check.handler.handle`."""

    description: FunctionDescription
    """One line for people who meet the function in AWS's console."""

    statements: Sequence[PolicyStatement]
    """What the function may do beside writing its log."""

    environment: NotRequired[Mapping[VariableName, pulumi.Input[str]]]
    """Environment variables. Default: none."""

    timeout: NotRequired[Timeout]
    """How long one call may take, in seconds. Default: 10."""

    memory: NotRequired[Memory]
    """Memory in MB, if it is to be another than that of the stack's other functions."""

    failures: NotRequired[Mapping[str, str]]
    """Metrics of its own, in the namespace `EventDrivenBlog`, that should stay 0, each with what it means
    when it does not. Default: none."""


class LambdaFunctionArgs(FunctionDefinition, SharedArgs):
    """Arguments of `LambdaFunction`."""


class LambdaFunction(pulumi.ComponentResource):
    """A Python function on AWS Lambda, with least privilege."""

    arn: pulumi.Output[str]
    """The function's ARN."""

    name: pulumi.Output[str]
    """The function's name."""

    invoke_arn: pulumi.Output[str]
    """The ARN that API Gateway calls the function by."""

    role_name: pulumi.Output[str]
    """The name of its role, for connections that bring permissions of their own."""

    role_arn: pulumi.Output[str]
    """The ARN of its role, for policies of what it uses, such as a key's."""

    log_group_name: pulumi.Output[str]
    """The name of the log group that it writes to."""

    nodes: Nodes
    """What operators look at."""

    def __init__(
        self, name: str, args: LambdaFunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Creates the role, the log group, the permissions and the function."""
        super().__init__("blog:index:LambdaFunction", name, None, opts)
        args = check_arguments(self, args, LambdaFunctionArgs, LONGEST_NAME)
        child = pulumi.ResourceOptions(parent=self)
        settings = args.get("function_settings", {})
        platform = Platform(settings.get("platform", Platform.LAMBDA))

        role = aws.iam.Role(
            name,
            assume_role_policy=lambda_trust(),
            permissions_boundary=settings.get("permissions_boundary"),
            opts=child,
        )
        encryption = args.get("encryption", {})
        log_group = aws.cloudwatch.LogGroup(
            name,
            retention_in_days=args.get("log_retention_days", DEFAULT_LOG_RETENTION_DAYS),
            kms_key_id=encryption.get("kms_key_arn"),
            opts=child,
        )
        write_log: PolicyStatement = {
            "actions": ["logs:CreateLogStream", "logs:PutLogEvents"],
            # The streams of this one group: Lambda names a new one for each execution environment.
            "resources": [pulumi.Output.concat(log_group.arn, ":*")],
        }
        vpc = settings.get("vpc")
        connect = [_CONNECT_TO_VPC] if vpc else []
        policy = aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=role_policy([write_log, *connect, *args["statements"]], encryption),
            opts=child,
        )
        function = aws.lambda_.Function(
            name,
            description=args["description"],
            role=role.arn,
            runtime=f"python{PYTHON_VERSION}",
            architectures=[platform.architecture],
            handler=args["handler"],
            code=args["code"],
            timeout=args.get("timeout", DEFAULT_TIMEOUT),
            memory_size=args.get("memory", settings.get("memory", 512)),
            environment={
                "variables": {
                    environment.LOG_LEVEL: settings.get("log_level", "INFO"),
                    **args.get("environment", {}),
                }
            },
            vpc_config={
                "subnet_ids": vpc["subnet_ids"],
                "security_group_ids": vpc["security_group_ids"],
            }
            if vpc
            else None,
            logging_config={"log_format": "Text", "log_group": log_group.name},
            # A function that could be called before it may do its work would fail its first calls.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )

        self.arn = function.arn
        self.name = function.name
        self.invoke_arn = function.invoke_arn
        self.role_name = role.name
        self.role_arn = role.arn
        self.log_group_name = log_group.name
        self.nodes = Nodes(
            functions={name: {"name": function.name, "log_group": log_group.name, "handler": args["handler"]}}
        )
        for kind, watched in _alarms(name, args.get("failures", {})).items():
            self.nodes |= alarm(
                f"{name}-{kind}",
                {**watched, "dimensions": {"FunctionName": function.name}},
                args.get("alarms", Alarms.ALL),
                child,
            )
        self.register_outputs({"arn": self.arn, "name": self.name})


def _alarms(name: str, failures: Mapping[str, str]) -> dict[str, AlarmArgs]:
    """Says when a function is not well, by the ends of its alarms' names."""
    return {
        "errors": {
            "symptom": f"Calls of {name} fail or take too long",
            "namespace": "AWS/Lambda",
            "metric": "Errors",
            "period": 300,
        },
        "throttles": {
            "symptom": f"Calls of {name} are refused: the account's concurrency is used up",
            "namespace": "AWS/Lambda",
            "metric": "Throttles",
            # A call that is refused once is made again.
            "periods": 5,
        },
        **{
            failure: {
                "symptom": f"{name}: {meaning}",
                "namespace": metric.NAMESPACE,
                "metric": failure,
                "period": 300,
            }
            for failure, meaning in failures.items()
        },
    }
