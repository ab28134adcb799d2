"""WebSocket APIs of API Gateway."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.access_log import WEBSOCKET_VARIABLES, AccessLog
from infra.parts.alarm import alarm, latency_alarm
from infra.parts.http_api import Throttle
from infra.parts.nodes import Nodes

_STAGE = "live"


class WebSocketApiArgs(TypedDict):
    """Arguments of `WebSocketApi`."""

    throttle: Throttle
    """What each route takes of all clients together."""

    access_log: NotRequired[bool]
    """Whether each message is logged. The account must let API Gateway write logs. Default: `False`."""

    log_retention_days: NotRequired[int]
    """How long that log is kept, in days: one of CloudWatch's choices. Default: 30."""

    kms_key_arn: NotRequired[pulumi.Input[str] | None]
    """The key that encrypts that log. Default: a key of CloudWatch's."""


class WebSocketApi(aws.apigatewayv2.Api):
    """A WebSocket API whose clients name a route in their messages' `action`, with its one stage."""

    stage: aws.apigatewayv2.Stage
    """Where clients connect."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: WebSocketApiArgs, opts: pulumi.ResourceOptions) -> None:
        """Creates the API, its stage and its alarms."""
        super().__init__(
            name, protocol_type="WEBSOCKET", route_selection_expression="$request.body.action", opts=opts
        )
        child = pulumi.ResourceOptions(parent=self)
        self.nodes = Nodes()
        log_settings = None
        if args.get("access_log", False):
            log = AccessLog(
                f"{name}-access",
                {
                    "variables": WEBSOCKET_VARIABLES,
                    "retention_days": args.get("log_retention_days", 30),
                    "kms_key_arn": args.get("kms_key_arn"),
                },
                child,
            )
            log_settings = log.settings
            self.nodes |= log.nodes
        self.stage = aws.apigatewayv2.Stage(
            f"{name}-stage",
            api_id=self.id,
            name=_STAGE,
            auto_deploy=True,
            default_route_settings={
                "throttling_rate_limit": args["throttle"]["rate"],
                "throttling_burst_limit": args["throttle"]["burst"],
            },
            access_log_settings=log_settings,
            opts=opts,
        )
        dimensions = {"ApiId": self.id, "Stage": self.stage.name}
        for kind, metric, meaning in (
            ("execution-errors", "ExecutionError", "API Gateway could not call its functions"),
            ("integration-errors", "IntegrationError", "its functions fail"),
        ):
            self.nodes |= alarm(
                f"{name}-{kind}",
                {
                    "symptom": f"Messages of WebSocket clients are not answered: {meaning}",
                    "namespace": "AWS/ApiGateway",
                    "metric": metric,
                    "dimensions": dimensions,
                    "period": 300,
                },
                child,
            )
        self.nodes |= latency_alarm(
            f"{name}-latency",
            "WebSocket clients wait long for answers",
            metric="IntegrationLatency",
            dimensions=dimensions,
            opts=child,
        )
