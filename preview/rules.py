"""Rules of AWS that its validator of templates does not know."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import chain

from preview.recording import Recording

# https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
_HTTP_ROUTE = re.compile(r"\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) /\S*")

# For how long an API may wait for an integration, in milliseconds, by its protocol.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
_SHORTEST_INTEGRATION = 50
_LONGEST_INTEGRATION = {"HTTP": 30_000, "WEBSOCKET": 29_000}


# https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/, of which the validator has no values.
_CHOICES = {
    ("apigatewayv2/api:Api", "protocolType"): {"HTTP", "WEBSOCKET"},
    ("apigatewayv2/authorizer:Authorizer", "authorizerType"): {"JWT", "REQUEST"},
    ("apigatewayv2/integration:Integration", "integrationType"): {
        *("AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK")
    },
    ("apigatewayv2/route:Route", "authorizationType"): {"AWS_IAM", "CUSTOM", "JWT", "NONE"},
}

# https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
_TOPIC_NAME = re.compile(r"[\w-]{1,256}(\.fifo)?", re.ASCII)

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
_ARN = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}|aws|\*)?:.+")

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, in bytes
_LARGEST_ENVIRONMENT = 4096

# Without a window; https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
_LARGEST_BATCH = 10


def find_broken_rules(recording: Recording) -> Iterator[str]:
    """Finds what AWS would refuse, or what would not work there.

    Args:
        recording: A stack's resources.

    Yields:
        A line for each broken rule, beginning with the resource's name.
    """
    return chain.from_iterable(rule(recording) for rule in _RULES)


def _choices(recording: Recording) -> Iterator[str]:
    for (resource_type, name), choices in _CHOICES.items():
        for resource in recording.of_type(resource_type):
            if name in resource.inputs and resource[name] not in choices:
                yield f"{resource.name}: {name} is one of {', '.join(sorted(choices))}, not {resource[name]}"


def _topic_names(recording: Recording) -> Iterator[str]:
    for topic in recording.of_type("sns/topic:Topic"):
        if not _TOPIC_NAME.fullmatch(topic["name"]):
            yield f"{topic.name}: {topic['name']!r} is no name of a topic"


def _targets(recording: Recording) -> Iterator[str]:
    for target in recording.of_type("cloudwatch/eventTarget:EventTarget"):
        if not _ARN.fullmatch(target["arn"]):
            yield f"{target.name}: {target['arn']!r} is no ARN"


def _policies(recording: Recording) -> Iterator[str]:
    for resource in recording.resources:
        for text in (resource.inputs.get("policy"), resource.inputs.get("assumeRolePolicy")):
            for statement in json.loads(text)["Statement"] if text else ():
                for arn in _all(statement.get("Resource", [])):
                    if arn != "*" and not _ARN.fullmatch(arn):
                        yield f"{resource.name}: {arn!r} is no ARN"
                principal = statement.get("Principal", {})
                for service in _all(principal.get("Service", [])) if isinstance(principal, dict) else ():
                    if not service.endswith(".amazonaws.com"):
                        yield f"{resource.name}: {service!r} is no service's principal"


def _all(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _functions(recording: Recording) -> Iterator[str]:
    for function in recording.of_type("lambda/function:Function"):
        variables = function.inputs.get("environment", {}).get("variables", {})
        size = sum(len(f"{name}{value}".encode()) for name, value in variables.items())
        if size > _LARGEST_ENVIRONMENT:
            yield f"{function.name}: its environment has {size} bytes, more than {_LARGEST_ENVIRONMENT}"
        logging = function.inputs.get("loggingConfig", {})
        if logging.get("logFormat") == "Text" and {"applicationLogLevel", "systemLogLevel"} & logging.keys():
            yield f"{function.name}: Lambda takes a level only for logs as JSON"


def _batches(recording: Recording) -> Iterator[str]:
    for mapping in recording.of_type("lambda/eventSourceMapping:EventSourceMapping"):
        size = mapping.inputs.get("batchSize", _LARGEST_BATCH)
        window = mapping.inputs.get("maximumBatchingWindowInSeconds", 0)
        if ":sqs:" in mapping["eventSourceArn"] and size > _LARGEST_BATCH and window < 1:
            yield f"{mapping.name}: a queue's batch of {size:.0f} needs a window of a second at least"


def _schedules(recording: Recording) -> Iterator[str]:
    """Finds schedules on buses of one's own.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    """
    for rule in recording.of_type("cloudwatch/eventRule:EventRule"):
        if "scheduleExpression" in rule.inputs and rule.inputs.get("eventBusName", "default") != "default":
            yield f"{rule.name}: only rules on the default bus have a schedule"


def _protocols(recording: Recording) -> dict[str, str]:
    return {api["id"]: api["protocolType"] for api in recording.of_type("apigatewayv2/api:Api")}


def _route_keys(recording: Recording) -> Iterator[str]:
    protocols = _protocols(recording)
    for route in recording.of_type("apigatewayv2/route:Route"):
        is_http = protocols.get(route["apiId"]) == "HTTP"
        if is_http and not _HTTP_ROUTE.fullmatch(route["routeKey"]):
            yield f"{route.name}: {route['routeKey']!r} is no route key, such as `GET /posts`"


def _integration_timeouts(recording: Recording) -> Iterator[str]:
    protocols = _protocols(recording)
    for integration in recording.of_type("apigatewayv2/integration:Integration"):
        longest = _LONGEST_INTEGRATION.get(protocols.get(integration["apiId"], ""), 30_000)
        timeout = integration.inputs.get("timeoutMilliseconds", longest)
        if not _SHORTEST_INTEGRATION <= timeout <= longest:
            bounds = f"{_SHORTEST_INTEGRATION} to {longest} ms"
            yield f"{integration.name}: an API waits {bounds} for it, not {timeout:.0f}"


def _visibility_timeouts(recording: Recording) -> Iterator[str]:
    """Finds queues that show a message again while the function may still be at it.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    """
    queues = {queue["arn"]: queue for queue in recording.of_type("sqs/queue:Queue")}
    functions = {
        function[key]: function
        for function in recording.of_type("lambda/function:Function")
        for key in ("arn", "name")
    }
    for mapping in recording.of_type("lambda/eventSourceMapping:EventSourceMapping"):
        queue, function = queues.get(mapping["eventSourceArn"]), functions.get(mapping["functionName"])
        if queue and function:
            visibility = queue.inputs.get("visibilityTimeoutSeconds", 30)
            timeout = function.inputs.get("timeout", 3)
            if visibility < timeout:
                yield (
                    f"{queue.name}: it hides a message for {visibility:.0f} s, less than the {timeout:.0f} s"
                    f" that {function.name} may take"
                )


_RULES: tuple[Callable[[Recording], Iterator[str]], ...] = (
    _batches,
    _choices,
    _functions,
    _integration_timeouts,
    _policies,
    _route_keys,
    _schedules,
    _targets,
    _topic_names,
    _visibility_timeouts,
)
