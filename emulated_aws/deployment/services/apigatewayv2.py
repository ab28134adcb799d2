"""API Gateway's HTTP and WebSocket APIs."""

import hashlib

from emulated_aws.deployment.resource_type import Created, Properties, ResourceType, response, template
from emulated_aws.deployment.services.cloudfront import PATH


def _api(inputs: Properties) -> Properties:
    """Asks for the same id in each deployment, so that its URLs stay; the emulator reads this tag."""
    digits = hashlib.sha256(inputs["name"].encode()).hexdigest()[:8]
    pinned = {**inputs, "tags": {**inputs.get("tags", {}), "ms-custom-id": digits}}
    if cors := inputs.get("corsConfiguration"):
        # A distribution is a path here, and a browser's `Origin` has none.
        origins = [origin.partition(PATH)[0] for origin in cors.get("allowOrigins", [])]
        pinned["corsConfiguration"] = {**cors, "allowOrigins": origins}
    return pinned


def _route_settings(inputs: Properties) -> Properties:
    """Puts the settings of a stage's routes under the routes' keys."""
    if "routeSettings" not in inputs:
        return inputs
    by_route = {}
    for settings in inputs["routeSettings"]:
        route_key, rest = settings["routeKey"], {k: v for k, v in settings.items() if k != "routeKey"}
        by_route[route_key] = rest
    return {**inputs, "routeSettings": by_route}


def _endpoint(created: Created, api_id: str, protocol: str) -> str:
    """The URL of an API: on the emulator a path, where on AWS it is a host."""
    scheme = "ws" if protocol == "WEBSOCKET" else "http"
    return f"{scheme}://{created.account.host}/_aws/execute-api/{api_id}"


def _api_endpoint(created: Created) -> str:
    return _endpoint(created, created.response["ApiId"], created.inputs["protocolType"])


def _invoke_url(created: Created) -> str:
    """The URL of a stage. As on AWS, `$default` serves from the API's root."""
    api_id, stage = created.inputs["apiId"], created.inputs["name"]
    api = created.account.call("apigatewayv2", "GetApi", {"apiId": api_id})
    endpoint = _endpoint(created, api_id, api["ProtocolType"])
    return f"{endpoint}/" if stage == "$default" else f"{endpoint}/{stage}"


RESOURCE_TYPES = {
    "aws:apigatewayv2/api:Api": ResourceType(
        service="apigatewayv2",
        create="CreateApi",
        id=response("ApiId"),
        auto_named="name",
        # API reference, Apis: 1 to 128 characters.
        limits={"name": r".{1,128}"},
        arrange=_api,
        outputs={
            "apiEndpoint": _api_endpoint,
            "arn": template("arn:aws:apigateway:{region}::/apis/{ApiId}"),
            "executionArn": template("arn:aws:execute-api:{region}:{account}:{ApiId}"),
        },
    ),
    "aws:apigatewayv2/authorizer:Authorizer": ResourceType(
        service="apigatewayv2",
        create="CreateAuthorizer",
        id=response("AuthorizerId"),
        auto_named="name",
        renames={"identitySources": "IdentitySource"},
    ),
    "aws:apigatewayv2/integration:Integration": ResourceType(
        service="apigatewayv2",
        create="CreateIntegration",
        id=response("IntegrationId"),
        # The provider always sends a version; the emulator's own default is 2.0.
        defaults={"payloadFormatVersion": "1.0"},
        lost=(
            "connectionId",
            "credentialsArn",
            "integrationSubtype",
            "passthroughBehavior",
            "templateSelectionExpression",
            "tlsConfig",
        ),
        renames={"timeoutMilliseconds": "TimeoutInMillis"},
    ),
    "aws:apigatewayv2/route:Route": ResourceType(
        service="apigatewayv2",
        create="CreateRoute",
        id=response("RouteId"),
    ),
    "aws:apigatewayv2/stage:Stage": ResourceType(
        service="apigatewayv2",
        create="CreateStage",
        id=template("{name}"),
        auto_named="name",
        arrange=_route_settings,
        renames={"name": "StageName"},
        outputs={
            "arn": template("arn:aws:apigateway:{region}::/apis/{apiId}/stages/{name}"),
            "executionArn": template("arn:aws:execute-api:{region}:{account}:{apiId}/{name}"),
            "invokeUrl": _invoke_url,
        },
    ),
}
