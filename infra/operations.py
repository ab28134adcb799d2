"""Operations of a stack: what its operators look at."""

from collections.abc import Mapping
from typing import Any, TypedDict

import pulumi
from pydantic.alias_generators import to_camel

from infra.blog_api import BlogApi
from infra.dashboard import Dashboard
from infra.event_pipeline import EventPipeline
from infra.parts.alarm import alarm
from infra.realtime_gateway import RealtimeGateway


class OperationsArgs(TypedDict):
    """Arguments of `Operations`."""

    api: BlogApi
    """The HTTP API."""

    pipeline: EventPipeline
    """Whose bus it is."""

    realtime: RealtimeGateway
    """The WebSocket API."""

    account_concurrency: int
    """How many functions the account may run at once."""


class Operations(pulumi.ComponentResource):
    """A dashboard, the alarm that watches the whole account, and where everything is."""

    places: dict[str, Any]
    """Where `python -m ops` finds what it looks at: each resource under its name in the program."""

    def __init__(self, name: str, args: OperationsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the dashboard and the alarm."""
        super().__init__("blog:index:Operations", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        api, pipeline, realtime = args["api"], args["pipeline"], args["realtime"]

        nodes = api.nodes | pipeline.nodes | realtime.nodes
        nodes |= alarm(
            f"{name}-concurrency",
            {
                "symptom": "The account runs nearly as many functions at once as it may",
                "namespace": "AWS/Lambda",
                "metric": "ClaimedAccountConcurrency",
                "statistic": "Maximum",
                "above": args["account_concurrency"] * 0.9,  # AWS's recommendation
                "periods": 10,  # the same
            },
            child,
        )
        dashboard = Dashboard(
            f"{name}-dashboard",
            {
                "nodes": nodes,
                "bus_name": pipeline.bus_name,
                "http_api_id": api.http_api["id"],
                "websocket_api_id": realtime.api_id,
            },
            child,
        )

        self.places = {
            "functions": _exported(nodes.functions),
            "queues": _exported(nodes.queues),
            "deadLetters": _exported(nodes.dead_letters),
            "tables": nodes.tables,
            "rules": nodes.rules,
            "bus": pipeline.bus_name,
            "archive": pipeline.archive_name,
            "accessLogs": nodes.access_logs,
            "alarms": [one["name"] for one in nodes.alarms.values()],
            "dashboard": dashboard.name,
            "httpApiId": api.http_api["id"],
            "webSocketApiId": realtime.api_id,
        }
        self.register_outputs({})


def _exported(nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Writes nodes as Pulumi names properties."""
    return {name: {to_camel(key): value for key, value in node.items()} for name, node in nodes.items()}
