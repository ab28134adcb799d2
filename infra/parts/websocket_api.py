"""WebSocket APIs of API Gateway."""

from collections.abc import Mapping, Sequence
from typing import NotRequired

import pulumi
import pulumi_aws as aws

from infra.parts.access_log import WEBSOCKET_VARIABLES, AccessLog
from infra.parts.alarm import Alarms, alarm, latency
from infra.parts.http_api import Throttle
from infra.parts.nodes import Nodes
from infra.parts.shared_args import SharedArgs, shared

_STAGE = "live"


class WebSocketApiArgs(SharedArgs):
    """Arguments of `WebSocketApi`."""

    access_log: NotRequired[bool]
    """Whether each message is logged. The account must let API Gateway write logs. Default: `False`."""


class WebSocketApi(aws.apigatewayv2.Api):
    """A WebSocket API whose clients name a route in their messages' `action`.

    It is deployed in a second step, when its routes are there. So who sends to clients is told where that is
    before there is a stage.
    """

    management_url: pulumi.Output[str]
    """The URL that its connections are managed at."""

    connections_arn: pulumi.Output[str]
    """The ARN of sending to any of its connections: their ids are API Gateway's to make."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: WebSocketApiArgs, opts: pulumi.ResourceOptions) -> None:
        """Creates the API, the access log and the alarms."""
        super().__init__(
            name,
            protocol_type="WEBSOCKET",
            ip_address_type="dualstack",
            route_selection_expression="$request.body.action",
            opts=opts,
        )
        child = pulumi.ResourceOptions(parent=self)
        self._stage_name, self._stage_opts = f"{name}-stage", opts
        self._log_settings: aws.apigatewayv2.StageAccessLogSettingsArgsDict | None = None
        # Connections are managed at the stage's own URL, over HTTP: https for wss, http for ws.
        self.management_url = self.api_endpoint.apply(
            lambda endpoint: f"{endpoint.replace('ws', 'http', 1)}/{_STAGE}"
        )
        self.connections_arn = pulumi.Output.concat(self.execution_arn, "/", _STAGE, "/POST/@connections/*")
        self.nodes = Nodes()
        if args.get("access_log", False):
            log = AccessLog(
                f"{name}-access",
                {
                    "api_id": self.id,
                    "variables": WEBSOCKET_VARIABLES,
                    **shared(args),
                },
                child,
            )
            self._log_settings = log.settings
            self.nodes |= log.nodes
        alarms = args.get("alarms", Alarms.ALL)
        dimensions: Mapping[str, pulumi.Input[str]] = {"ApiId": self.id, "Stage": _STAGE}
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
                alarms,
                child,
            )
        self.nodes |= alarm(
            f"{name}-latency",
            latency("WebSocket clients wait long for answers", "IntegrationLatency", dimensions),
            alarms,
            child,
        )

    def deploy(self, throttle: Throttle, after: Sequence[pulumi.Resource]) -> pulumi.Output[str]:
        """Makes the API reachable, and later changes of its routes too.

        Args:
            throttle: What each route takes of all clients together.
            after: What has to be there before the first client: its routes, and what these need.

        Returns:
            The URL that clients connect to.
        """
        stage = aws.apigatewayv2.Stage(
            self._stage_name,
            api_id=self.id,
            name=_STAGE,
            auto_deploy=True,
            default_route_settings={
                "throttling_rate_limit": throttle["rate"],
                "throttling_burst_limit": throttle["burst"],
            },
            access_log_settings=self._log_settings,
            opts=pulumi.ResourceOptions.merge(self._stage_opts, pulumi.ResourceOptions(depends_on=after)),
        )
        return stage.invoke_url
