"""Dashboard of a stack: a row for each hop of a post, under what rings and what was given up."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypedDict

import pulumi
import pulumi_aws as aws

from functions.domain import handlers
from functions.runtime import metric
from infra.parts.nodes import KnownNodes

# Columns of a dashboard, as CloudWatch counts them:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
_WIDTH = 24
_HEIGHT = 5

_PERIOD = 300  # seconds that become a point of a graph

# A line of a graph: namespace, metric, then names and values of its dimensions, and how it is drawn.
_Line = list[Any]


class DashboardArgs(TypedDict):
    """Arguments of `Dashboard`."""

    nodes: pulumi.Output[KnownNodes]
    """What it shows. One of them is an alarm, whose ARN names the region."""

    bus_name: pulumi.Input[str]
    """The event bus."""

    http_api_id: pulumi.Input[str]
    """The HTTP API."""

    websocket_api_id: pulumi.Input[str]
    """The WebSocket API."""


class Dashboard(pulumi.ComponentResource):
    """A page of graphs in CloudWatch. It asks of each hop, from left to right: works, fails, is late?

    docs/dashboard.svg shows where things are. What a hop is made of is found by what functions run, not by
    names: a function that runs something else has no row, but its alarms and its dead letters are on top.
    """

    name: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the dashboard."""
        super().__init__("blog:index:Dashboard", name, None, opts)
        region = aws.get_region(opts=pulumi.InvokeOptions(parent=self)).region
        dashboard = aws.cloudwatch.Dashboard(
            name,
            # Names of dashboards are an account's, not a region's, and Pulumi makes none up.
            dashboard_name=f"{pulumi.get_stack()}-{pulumi.get_project()}",
            dashboard_body=pulumi.Output.all(
                args["nodes"], args["bus_name"], args["http_api_id"], args["websocket_api_id"]
            ).apply(lambda known: json.dumps({"widgets": [*_widgets(region, *known)]})),
            opts=pulumi.ResourceOptions(parent=self),
        )

        self.name = dashboard.dashboard_name
        self.register_outputs({"name": self.name})


class _Hop(NamedTuple):
    """What is drawn of a hop."""

    title: str
    works: list[_Line]
    fails: list[_Line]
    is_late: list[_Line]


def _widgets(
    region: str, nodes: KnownNodes, bus_name: str, http_api_id: str, websocket_api_id: str
) -> Iterator[dict[str, Any]]:
    hops = _hops(nodes, bus_name, {"ApiId": http_api_id}, {"ApiId": websocket_api_id})
    for widget in (*_top(nodes), *_graphs(hops)):
        # A graph needs "one or more metrics", as the page above says.
        if widget["type"] != "metric":
            yield widget
        elif widget["properties"]["metrics"]:
            yield widget | {"properties": widget["properties"] | {"region": region}}


def _hops(
    nodes: KnownNodes, bus_name: str, http: Mapping[str, str], websocket: Mapping[str, str]
) -> Iterator[_Hop]:
    rules = {name: {"EventBusName": bus_name, "RuleName": rule} for name, rule in nodes["rules"].items()}
    yield _Hop(
        "API",
        [
            _line("AWS/ApiGateway", "Count", http, label="requests"),
            *_own(nodes, handlers.POSTS, "PostsCreated", "posts created"),
        ],
        [
            _line("AWS/ApiGateway", "4xx", http, label="refused"),
            _line("AWS/ApiGateway", "5xx", http, label="failed"),
        ],
        [_line("AWS/ApiGateway", "Latency", http, label="answer, p99", stat="p99")],
    )
    yield _Hop(
        "Relay and rules",
        [_line("AWS/Events", "Invocations", rule, label=name) for name, rule in rules.items()],
        [
            *_of_function(nodes, handlers.RELAY, "Errors", "calls failed"),
            *_own(nodes, handlers.RELAY, "FailedPublications", "events refused"),
            *(
                _line("AWS/Events", "FailedInvocations", rule, label=f"{name} failed")
                for name, rule in rules.items()
            ),
        ],
        [*_of_function(nodes, handlers.RELAY, "IteratorAge", "oldest change", stat="Maximum")],
    )
    yield _Hop(
        "Recognition",
        [
            *_of_function(nodes, handlers.RECOGNITION, "Invocations", "calls"),
            *_own(nodes, handlers.RECOGNITION, "EntitiesFound", "entities found"),
        ],
        [*_consumer_failures(nodes, handlers.RECOGNITION)],
        [
            *_age(nodes, handlers.RECOGNITION),
            *_own(
                nodes,
                handlers.RECOGNITION,
                "EnrichmentDelay",
                "posted to enriched, p99",
                stat="p99",
                yAxis="right",
            ),
        ],
    )
    yield _Hop(
        "Emails",
        [*_own(nodes, handlers.EMAILS, "PostsMailed", "posts mailed")],
        [
            *_consumer_failures(nodes, handlers.EMAILS),
            *_own(nodes, handlers.EMAILS, "FailedEmails", "posts not mailed"),
        ],
        [*_age(nodes, handlers.EMAILS)],
    )
    yield _Hop(
        "Push",
        [
            *_of_function(nodes, handlers.PUSH, "Invocations", "calls"),
            _line("AWS/ApiGateway", "ConnectCount", websocket, label="connections opened"),
            _line("AWS/ApiGateway", "MessageCount", websocket, label="messages both ways"),
        ],
        [
            *_consumer_failures(nodes, handlers.PUSH),
            _line("AWS/ApiGateway", "ExecutionError", websocket, label="WebSocket failed"),
        ],
        [
            *_age(nodes, handlers.PUSH),
            _line(
                "AWS/ApiGateway",
                "IntegrationLatency",
                websocket,
                label="WebSocket answer, p99",
                stat="p99",
                yAxis="right",
            ),
        ],
    )


def _top(nodes: KnownNodes) -> Iterator[dict[str, Any]]:
    half = {"y": 0, "width": _WIDTH // 2, "height": _HEIGHT}
    given_up = [
        _line("AWS/SQS", "ApproximateNumberOfMessagesVisible", _queue(queue), label=name, stat="Maximum")
        for name, queue in nodes["dead_letters"].items()
    ]
    alarms = {"title": "Alarms", "alarms": [alarm["arn"] for alarm in nodes["alarms"].values()]}
    yield {"type": "alarm", "x": 0, **half, "properties": alarms}
    yield {
        "type": "metric",
        "x": _WIDTH // 2,
        **half,
        "properties": {**_drawn("Given up", given_up), "view": "singleValue"},
    }


def _graphs(hops: Iterable[_Hop]) -> Iterator[dict[str, Any]]:
    for row, hop in enumerate(hops, start=1):
        columns = {"works": hop.works, "fails": hop.fails, "is late": hop.is_late}
        width = _WIDTH // len(columns)
        for column, (question, lines) in enumerate(columns.items()):
            yield {
                "type": "metric",
                "x": column * width,
                "y": row * _HEIGHT,
                "width": width,
                "height": _HEIGHT,
                "properties": {**_drawn(f"{hop.title}: {question}", lines), "view": "timeSeries"},
            }


def _drawn(title: str, lines: list[_Line]) -> dict[str, Any]:
    return {"title": title, "metrics": lines, "period": _PERIOD, "stat": "Sum"}


def _line(namespace: str, name: str, dimensions: Mapping[str, str], **drawn: str) -> _Line:
    return [namespace, name, *(part for pair in dimensions.items() for part in pair), drawn]


def _of_function(nodes: KnownNodes, handler: str, name: str, label: str, **drawn: str) -> Iterator[_Line]:
    for function in nodes["functions"].values():
        if function["handler"] == handler:
            yield _line("AWS/Lambda", name, {"FunctionName": function["name"]}, label=label, **drawn)


def _own(nodes: KnownNodes, handler: str, name: str, label: str, **drawn: str) -> Iterator[_Line]:
    for line in _of_function(nodes, handler, name, label, **drawn):
        yield [metric.NAMESPACE, *line[1:]]


def _consumer_failures(nodes: KnownNodes, handler: str) -> Iterator[_Line]:
    yield from _of_function(nodes, handler, "Errors", "calls failed")
    yield from _own(nodes, handler, "FailedMessages", "messages failed")


def _age(nodes: KnownNodes, handler: str) -> Iterator[_Line]:
    consumers = {name for name, function in nodes["functions"].items() if function["handler"] == handler}
    for queue in nodes["queues"].values():
        if nodes["dead_letters"][queue["dead_letters"]].get("function") in consumers:
            metric_name = "ApproximateAgeOfOldestMessage"
            yield _line("AWS/SQS", metric_name, _queue(queue), label="oldest message", stat="Maximum")


def _queue(queue: Mapping[str, str]) -> dict[str, str]:
    return {"QueueName": queue["arn"].rpartition(":")[2]}
