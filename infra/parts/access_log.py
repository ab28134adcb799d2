"""Access log of an API: a line of JSON for each request, without the client's address and without content."""

import json
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from infra.parts.nodes import Nodes
from infra.parts.shared_args import DEFAULT_LOG_RETENTION_DAYS, SharedArgs

# Variables of API Gateway, by what they are called in the log.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
# https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
_OF_BOTH = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "route": "$context.routeKey",
    "status": "$context.status",
    "error": "$context.error.message",
    "authorizerError": "$context.authorizer.error",
    "integrationStatus": "$context.integration.status",
    "integrationLatency": "$context.integration.latency",
    "integrationError": "$context.integration.error",
}
HTTP_VARIABLES = {**_OF_BOTH, "latency": "$context.responseLatency", "length": "$context.responseLength"}
"""Variables of an HTTP API."""
WEBSOCKET_VARIABLES = {
    **_OF_BOTH,
    "event": "$context.eventType",
    "connectionId": "$context.connectionId",
}
"""Variables of a WebSocket API."""


# AWS's advice. A log group with another name is added to a resource policy of the account, of at most 5,120
# characters: when it is full, no stack of the account can be deployed.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
VENDED_LOGS = "/aws/vendedlogs/"
"""The prefix of names of log groups that AWS's services write to."""


class AccessLogArgs(SharedArgs):
    """Arguments of `AccessLog`."""

    api_id: pulumi.Input[str]
    """The API, which has one stage."""

    variables: Mapping[str, str]
    """What a line has, by names."""


class AccessLog(pulumi.ComponentResource):
    """A log group for a stage of an API, and how a line of it looks."""

    settings: aws.apigatewayv2.StageAccessLogSettingsArgsDict
    """What the stage is to be told."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: AccessLogArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the log group."""
        super().__init__("blog:index:AccessLog", name, None, opts)
        log_group = aws.cloudwatch.LogGroup(
            name,
            # Ids of APIs are an account's, so no two stacks share a log.
            name=pulumi.Output.concat(VENDED_LOGS, pulumi.get_stack(), "-", name, "-", args["api_id"]),
            retention_in_days=args.get("log_retention_days", DEFAULT_LOG_RETENTION_DAYS),
            kms_key_id=args.get("encryption", {}).get("kms_key_arn"),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.settings = {"destination_arn": log_group.arn, "format": json.dumps(args["variables"])}
        self.nodes = Nodes(access_logs={name: log_group.name})
        self.register_outputs({})
