"""Dashboard of a stack: a row for each hop of a post, under what rings and what was given up."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypedDict

import pulumi
import pulumi_aws as aws

from functions.runtime import metric
from infra.parts.nodes import Nodes, QueueNode

# Columns of a dashboard, as CloudWatch counts them:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
_WIDTH = 24
_HEIGHT = 5

_PERIOD = 300  # seconds that become a point of a graph

# A line of a graph: namespace, metric, then names and values of its dimensions, and how it is drawn.
_Line = list[Any]


class DashboardArgs(TypedDict):
    """Arguments of `Dashboard`."""

    nodes: Nodes
    """What it shows."""

    bus_name: pulumi.Input[str]
    """The event bus."""

    http_api_id: pulumi.Input[str]
    """The HTTP API."""

    websocket_api_id: pulumi.Input[str]
    """The WebSocket API."""


class Dashboard(pulumi.ComponentResource):
    """A page of graphs in CloudWatch. It asks of each hop, from left to right: works, fails, is late?

    docs/dashboard.svg shows where things are.
    """

    name: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: DashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the dashboard."""
        super().__init__("blog:index:Dashboard", name, None, opts)
        dashboard = aws.cloudwatch.Dashboard(
            name,
            # Names of dashboards are an account's, not a region's, and Pulumi makes none up.
            dashboard_name=f"{pulumi.get_stack()}-{pulumi.get_project()}",
            dashboard_body=pulumi.Output.json_dumps({"widgets": [*_top(args["nodes"]), *_graphs(args)]}),
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


def _hops(args: DashboardArgs) -> Iterator[_Hop]:
    nodes = args["nodes"]
    http = {"ApiId": args["http_api_id"]}
    websocket = {"ApiId": args["websocket_api_id"]}
    rules = {name: {"EventBusName": args["bus_name"], "RuleName": rule} for name, rule in nodes.rules.items()}
    yield _Hop(
        "API",
        [
            _line("AWS/ApiGateway", "Count", http, label="requests"),
            _own(nodes, "-posts", "PostsCreated", "posts created"),
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
            _of_function(nodes, "-relay", "Errors", "calls failed"),
            _own(nodes, "-relay", "FailedPublications", "events refused"),
            *(
                _line("AWS/Events", "FailedInvocations", rule, label=f"{name} failed")
                for name, rule in rules.items()
            ),
        ],
        [_of_function(nodes, "-relay", "IteratorAge", "oldest change", stat="Maximum")],
    )
    yield _Hop(
        "Recognition",
        [
            _of_function(nodes, "-recognition", "Invocations", "calls"),
            _own(nodes, "-recognition", "EntitiesFound", "entities found"),
        ],
        _consumer_failures(nodes, "-recognition"),
        [
            _age(nodes, "-recognition"),
            _own(
                nodes, "-recognition", "EnrichmentDelay", "posted to enriched, p99", stat="p99", yAxis="right"
            ),
        ],
    )
    yield _Hop(
        "Emails",
        [_own(nodes, "-emails", "PostsMailed", "posts mailed")],
        [
            *_consumer_failures(nodes, "-emails"),
            _own(nodes, "-emails", "FailedEmails", "posts not mailed"),
        ],
        [_age(nodes, "-emails")],
    )
    yield _Hop(
        "Push",
        [
            _of_function(nodes, "-push", "Invocations", "calls"),
            _line("AWS/ApiGateway", "ConnectCount", websocket, label="connections opened"),
            _line("AWS/ApiGateway", "MessageCount", websocket, label="messages both ways"),
        ],
        [
            *_consumer_failures(nodes, "-push"),
            _line("AWS/ApiGateway", "ExecutionError", websocket, label="WebSocket failed"),
        ],
        [
            _age(nodes, "-push"),
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


def _top(nodes: Nodes) -> list[dict[str, Any]]:
    half = {"y": 0, "width": _WIDTH // 2, "height": _HEIGHT}
    given_up = [
        _line("AWS/SQS", "ApproximateNumberOfMessagesVisible", _queue(queue), label=name, stat="Maximum")
        for name, queue in nodes.dead_letters.items()
    ]
    alarms = {"title": "Alarms", "alarms": [alarm["arn"] for alarm in nodes.alarms.values()]}
    return [
        {"type": "alarm", "x": 0, **half, "properties": alarms},
        {
            "type": "metric",
            "x": _WIDTH // 2,
            **half,
            "properties": {**_drawn("Given up", given_up, nodes), "view": "singleValue"},
        },
    ]


def _graphs(args: DashboardArgs) -> Iterator[dict[str, Any]]:
    for row, hop in enumerate(_hops(args), start=1):
        columns = {"works": hop.works, "fails": hop.fails, "is late": hop.is_late}
        width = _WIDTH // len(columns)
        for column, (question, lines) in enumerate(columns.items()):
            yield {
                "type": "metric",
                "x": column * width,
                "y": row * _HEIGHT,
                "width": width,
                "height": _HEIGHT,
                "properties": {
                    **_drawn(f"{hop.title}: {question}", lines, args["nodes"]),
                    "view": "timeSeries",
                },
            }


def _drawn(title: str, lines: list[_Line], nodes: Nodes) -> dict[str, Any]:
    return {"title": title, "metrics": lines, "region": _region(nodes), "period": _PERIOD, "stat": "Sum"}


def _region(nodes: Nodes) -> pulumi.Output[str]:
    """Reads in a queue's ARN, such as `arn:aws:sqs:eu-west-1:…`, where all of it is."""
    return next(iter(nodes.queues.values()))["arn"].apply(lambda arn: arn.split(":")[3])


def _line(namespace: str, name: str, dimensions: Mapping[str, pulumi.Input[str]], **drawn: str) -> _Line:
    return [namespace, name, *(part for pair in dimensions.items() for part in pair), drawn]


def _of_function(nodes: Nodes, ending: str, name: str, label: str, **drawn: str) -> _Line:
    [function] = [one for key, one in nodes.functions.items() if key.endswith(ending)]
    return _line("AWS/Lambda", name, {"FunctionName": function["name"]}, label=label, **drawn)


def _own(nodes: Nodes, ending: str, name: str, label: str, **drawn: str) -> _Line:
    return [metric.NAMESPACE, *_of_function(nodes, ending, name, label, **drawn)[1:]]


def _consumer_failures(nodes: Nodes, ending: str) -> list[_Line]:
    return [
        _of_function(nodes, ending, "Errors", "calls failed"),
        _own(nodes, ending, "FailedMessages", "messages failed"),
    ]


def _age(nodes: Nodes, ending: str) -> _Line:
    [queue] = [one for key, one in nodes.queues.items() if key.endswith(ending)]
    return _line(
        "AWS/SQS", "ApproximateAgeOfOldestMessage", _queue(queue), label="oldest message", stat="Maximum"
    )


def _queue(queue: QueueNode) -> dict[str, pulumi.Input[str]]:
    return {"QueueName": queue["arn"].apply(lambda arn: arn.rpartition(":")[2])}
