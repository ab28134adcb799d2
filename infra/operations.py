"""Stack's output for those who operate it: where `python -m ops` finds what it looks at."""

from collections.abc import Mapping
from typing import Any

from pydantic.alias_generators import to_camel

from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.realtime_gateway import RealtimeGateway


def describe_operations(api: BlogApi, pipeline: EventPipeline, realtime: RealtimeGateway) -> dict[str, Any]:
    """Describes what operators look at, each resource under its name in the program.

    Args:
        api: The HTTP API.
        pipeline: Whose bus it is.
        realtime: The WebSocket API.
    """
    nodes = api.nodes | pipeline.nodes | realtime.nodes
    return {
        "functions": _exported(nodes.functions),
        "queues": _exported(nodes.queues),
        "deadLetters": _exported(nodes.dead_letters),
        "tables": nodes.tables,
        "rules": nodes.rules,
        "bus": pipeline.bus_name,
        "archive": pipeline.archive_name,
        "alarms": [*nodes.alarms.values()],
        "dashboard": None,
        "httpApiId": api.http_api["id"],
        "webSocketApiId": realtime.api_id,
    }


def _exported(nodes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Writes nodes as Pulumi names properties."""
    return {name: {to_camel(key): value for key, value in node.items()} for name, node in nodes.items()}
