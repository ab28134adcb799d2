"""Rules of API Gateway's HTTP and WebSocket APIs."""

import re
from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.rule import Problem, Rule, between, like, must, one_of, values

_API, _STAGE = "apigatewayv2/api:Api", "apigatewayv2/stage:Stage"
_AUTHORIZER, _ROUTE = "apigatewayv2/authorizer:Authorizer", "apigatewayv2/route:Route"
_INTEGRATION = "apigatewayv2/integration:Integration"

_REFERENCE = "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference"
_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"

# A greedy variable, such as `{path+}`, may end a path and stand nowhere else.
_HTTP_ROUTE = re.compile(
    r"\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /([^\s{}]|\{[^\s{}+]+\})*(\{[^\s{}+]+\+\})?"
)

# For how long an API may wait for an integration, in milliseconds, by its protocol.
_SHORTEST_INTEGRATION = 50
_LONGEST_INTEGRATION = {"HTTP": 30_000, "WEBSOCKET": 29_000}


def _api_of(resource: Resource, recording: Recording) -> Resource | None:
    apis = recording.of_type(_API)
    return next((api for api in apis if api["id"] == resource.inputs.get("apiId")), None)


def _find_odd_route_key(route: Resource, recording: Recording) -> Iterator[Problem]:
    api, key = _api_of(route, recording), route.inputs.get("routeKey")
    if api and key and api.inputs.get("protocolType") == "HTTP" and not _HTTP_ROUTE.fullmatch(key):
        yield "routeKey", f"must be a method and a path, such as 'GET /posts/{{id}}', not {key!r}"


def _find_same_route_key(route: Resource, recording: Recording) -> Iterator[Problem]:
    """Compares route keys without the names of variables, by which API Gateway does not tell them apart."""
    for other in recording.of_type(_ROUTE):
        if other.urn < route.urn and _route(other) == _route(route):
            yield "routeKey", f"{route.inputs['routeKey']!r} is also the route of {other.name}"


def _route(route: Resource) -> tuple[object, str]:
    return route.inputs.get("apiId"), re.sub(r"\{[^}+]+", "{", route.inputs.get("routeKey", ""))


def _find_missing_authorizer(route: Resource, _recording: Recording) -> Iterator[Problem]:
    kind = route.inputs.get("authorizationType")
    if kind in {"CUSTOM", "JWT"} and "authorizerId" not in route.inputs:
        yield "authorizerId", f"is needed with authorizationType {kind}"


def _find_timeout(integration: Resource, recording: Recording) -> Iterator[Problem]:
    api = _api_of(integration, recording)
    longest = _LONGEST_INTEGRATION.get(api.inputs.get("protocolType", "") if api else "", 30_000)
    for path, timeout in values(integration, "timeoutMilliseconds"):
        if not _SHORTEST_INTEGRATION <= timeout <= longest:
            yield path, f"must be {_SHORTEST_INTEGRATION} to {longest:,}, not {timeout:,g}"


def _find_token_rules(authorizer: Resource, _recording: Recording) -> Iterator[Problem]:
    if authorizer.inputs.get("authorizerType") == "JWT":
        configuration = authorizer.inputs.get("jwtConfiguration") or {}
        for name in ("audiences", "issuer"):
            if not configuration.get(name):
                yield f"jwtConfiguration.{name}", "is needed by an authorizer of type JWT"


def _find_credentials_for_all(api: Resource, _recording: Recording) -> Iterator[Problem]:
    cors = api.inputs.get("corsConfiguration") or {}
    if cors.get("allowCredentials") and "*" in cors.get("allowOrigins", ()):
        yield (
            "corsConfiguration.allowOrigins",
            "must name origins if allowCredentials is true, and not be '*'",
        )


RULES = (
    one_of(_API, "protocolType", {"HTTP", "WEBSOCKET"}, f"{_REFERENCE}/apis.html"),
    # AWS's guide does not say so, but its answer does.
    Rule(_API, "https://github.com/aws/aws-cdk/issues/9076", _find_credentials_for_all),
    like(
        _API,
        "corsConfiguration.allowOrigins.*",
        r"\*|[a-z][\w+.-]*://[^/]+",
        "an origin, such as 'https://blog.example', or '*'",
        f"{_GUIDE}/http-api-cors.html",
    ),
    must(
        _STAGE,
        "accessLogSettings.format",
        "one line with $context.requestId or $context.extendedRequestId",
        f"{_REFERENCE}/apis-apiid-stages.html",
        lambda text: "\n" not in text and ("requestId" in text or "extendedRequestId" in text),
    ),
    like(
        _STAGE,
        "accessLogSettings.destinationArn",
        # Others each take a part of the 5,120 characters of an account's resource policy, for ever.
        r"arn:[\w-]+:(logs:[\w-]+:\d+:log-group:/aws/vendedlogs/|firehose:).+",
        "a log group that begins with '/aws/vendedlogs/'",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html",
    ),
    one_of(_AUTHORIZER, "authorizerType", {"JWT", "REQUEST"}, f"{_REFERENCE}/apis-apiid-authorizers.html"),
    Rule(_AUTHORIZER, f"{_GUIDE}/http-api-jwt-authorizer.html", _find_token_rules),
    like(
        _AUTHORIZER,
        "jwtConfiguration.issuer",
        r"https://\S+",
        "a URL that begins with https://",
        f"{_GUIDE}/http-api-jwt-authorizer.html",
    ),
    between(
        _AUTHORIZER, "authorizerResultTtlInSeconds", 0, 3600, f"{_REFERENCE}/apis-apiid-authorizers.html"
    ),
    one_of(
        _INTEGRATION,
        "integrationType",
        {"AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"},
        f"{_REFERENCE}/apis-apiid-integrations.html",
    ),
    Rule(_INTEGRATION, f"{_GUIDE}/limits.html", _find_timeout),
    one_of(
        _ROUTE,
        "authorizationType",
        {"AWS_IAM", "CUSTOM", "JWT", "NONE"},
        f"{_REFERENCE}/apis-apiid-routes.html",
    ),
    Rule(_ROUTE, f"{_GUIDE}/http-api-develop-routes.html", _find_odd_route_key),
    Rule(_ROUTE, f"{_GUIDE}/http-api-develop-routes.html", _find_same_route_key),
    Rule(_ROUTE, f"{_REFERENCE}/apis-apiid-routes.html", _find_missing_authorizer),
)
