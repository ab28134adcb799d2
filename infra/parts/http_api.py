"""HTTP APIs of API Gateway."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.access_log import HTTP_VARIABLES, AccessLog
from infra.parts.alarm import Alarms, alarm, latency
from infra.parts.nodes import Nodes
from infra.parts.rules import Burst, Origin, Rate
from infra.parts.shared_args import SharedArgs, shared

_STAGE = "$default"

# AWS's recommendation, too: more than 5 % of the requests.
_TOO_MANY_ERRORS = 0.05


class HttpApiReference(TypedDict):
    """An HTTP API, for components that add routes to it."""

    id: pulumi.Input[str]
    """The API's id."""

    execution_arn: pulumi.Input[str]
    """The ARN that it is called under, such as `arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5`."""

    authorizer_id: pulumi.Input[str]
    """The id of the authorizer that checks bearer tokens."""


class Throttle(TypedDict):
    """How many requests a route takes; AWS lets all of an account's APIs together have 10,000 and 5,000."""

    rate: Rate
    """Requests a second."""

    burst: Burst
    """Requests at once."""


class HttpApiArgs(SharedArgs):
    """Arguments of `HttpApi`."""

    issuer: pulumi.Input[str]
    """The OpenID Connect issuer whose tokens are good."""

    audience: pulumi.Input[str]
    """The client id that tokens must be for."""

    allowed_origins: NotRequired[Sequence[pulumi.Input[Origin]]]
    """The origins of pages that may call the API (CORS), such as `https://blog.example`. Default: none."""


class HttpApi(pulumi.ComponentResource):
    """An HTTP API with an authorizer that its protected routes share.

    It is deployed in a second step, because a stage cannot have settings for routes that are not there yet.
    """

    reference: HttpApiReference
    """The API, for components that add routes to it."""

    nodes: Nodes
    """What operators look at."""

    def __init__(self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the API, the authorizer, the access log and the alarms."""
        super().__init__("blog:index:HttpApi", name, None, opts)
        self._name = name
        child = pulumi.ResourceOptions(parent=self)

        api = aws.apigatewayv2.Api(
            name,
            protocol_type="HTTP",
            ip_address_type="dualstack",
            cors_configuration=_cors(args.get("allowed_origins", [])),
            opts=child,
        )
        authorizer = aws.apigatewayv2.Authorizer(
            f"{name}-authorizer",
            name="bearer-token",
            api_id=api.id,
            authorizer_type="JWT",
            identity_sources=["$request.header.Authorization"],
            jwt_configuration={"issuer": args["issuer"], "audiences": [args["audience"]]},
            opts=child,
        )

        self.reference = {
            "id": api.id,
            "execution_arn": api.execution_arn,
            "authorizer_id": authorizer.id,
        }
        self._log = AccessLog(
            f"{name}-access",
            {
                "api_id": api.id,
                "variables": HTTP_VARIABLES,
                **shared(args),
            },
            child,
        )
        alarms = args.get("alarms", Alarms.ALL)
        dimensions: Mapping[str, pulumi.Input[str]] = {"ApiId": api.id, "Stage": _STAGE}
        self.nodes = (
            self._log.nodes
            | alarm(
                f"{name}-5xx",
                {
                    "symptom": "The HTTP API fails more than one request of 20",
                    "namespace": "AWS/ApiGateway",
                    "metric": "5xx",
                    "dimensions": dimensions,
                    "statistic": "Average",
                    "above": _TOO_MANY_ERRORS,
                    "period": 300,
                    "urgent": True,
                },
                alarms,
                child,
            )
            | alarm(
                f"{name}-latency",
                latency("Requests of the HTTP API wait long for answers", "Latency", dimensions),
                alarms,
                child,
            )
        )
        self.register_outputs({})

    def deploy(
        self, default: Throttle, throttles: Mapping[str, Throttle], after: Sequence[aws.apigatewayv2.Route]
    ) -> pulumi.Output[str]:
        """Makes the API reachable, and later changes of its routes too.

        Args:
            default: What each route takes.
            throttles: What some routes take instead, by their keys.
            after: The routes that `throttles` names.

        Returns:
            The API's URL, without a slash at its end.
        """
        stage = aws.apigatewayv2.Stage(
            f"{self._name}-stage",
            api_id=self.reference["id"],
            name=_STAGE,
            auto_deploy=True,
            default_route_settings={
                "throttling_rate_limit": default["rate"],
                "throttling_burst_limit": default["burst"],
            },
            route_settings=[
                {
                    "route_key": route_key,
                    "throttling_rate_limit": throttle["rate"],
                    "throttling_burst_limit": throttle["burst"],
                }
                for route_key, throttle in throttles.items()
            ],
            access_log_settings=self._log.settings,
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )
        # AWS ends the URL of a `$default` stage with a slash.
        return stage.invoke_url.apply(lambda url: url.rstrip("/"))


def _cors(
    allowed_origins: Sequence[pulumi.Input[str]],
) -> aws.apigatewayv2.ApiCorsConfigurationArgsDict | None:
    if not allowed_origins:
        return None
    return {
        "allow_origins": allowed_origins,
        "allow_methods": ["GET", "HEAD", "POST", "DELETE"],
        "allow_headers": ["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"],
        "expose_headers": ["apigw-requestid", "etag", "location", "retry-after"],
        "max_age": 3600,
    }
