"""Operations of a stack: what its operators look at."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pydantic.alias_generators import to_camel

from infra.dashboard import Dashboard
from infra.parts.alarm import Alarms, alarm
from infra.parts.arguments import check_arguments
from infra.parts.nodes import KnownNodes, Nodes, know
from infra.parts.rules import AccountConcurrency, BusName


class OperationsArgs(TypedDict):
    """Arguments of `Operations`."""

    nodes: Sequence[pulumi.Input[Nodes]]
    """What operators look at: the `nodes` of each component, also of blocks of one's own."""

    http_api_id: pulumi.Input[str]
    """The HTTP API."""

    bus_name: pulumi.Input[BusName]
    """The event bus."""

    archive_name: pulumi.Input[str]
    """The archive of the bus's events."""

    websocket_api_id: pulumi.Input[str]
    """The WebSocket API."""

    account_concurrency: AccountConcurrency
    """How many functions the account may run at once."""

    alarms: NotRequired[Alarms]
    """The alarms to create. Default: `all`."""

    dashboard: NotRequired[bool]
    """Creates the dashboard. Default: `True`."""


class Operations(pulumi.ComponentResource):
    """A dashboard, the alarm of the account's concurrency, and the names of what operators work with."""

    places: pulumi.Output[Mapping[str, Any]]
    """Where `python -m ops` finds what it looks at, if the program exports it as `operations`: each resource
    under its name in the program."""

    def __init__(self, name: str, args: OperationsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the dashboard and the alarm."""
        super().__init__("blog:index:Operations", name, None, opts)
        args = check_arguments(self, args, OperationsArgs)
        child = pulumi.ResourceOptions(parent=self)

        concurrency = alarm(
            f"{name}-concurrency",
            {
                "symptom": "The account runs nearly as many functions at once as it may",
                "namespace": "AWS/Lambda",
                "metric": "ClaimedAccountConcurrency",
                "statistic": "Maximum",
                "above": args["account_concurrency"] * 0.9,  # AWS's recommendation
                "periods": 10,  # the same
            },
            args.get("alarms", Alarms.ALL),
            child,
        )
        nodes = know([*args["nodes"], concurrency])
        others = {
            "bus": args["bus_name"],
            "archive": args["archive_name"],
            "httpApiId": args["http_api_id"],
            "websocketApiId": args["websocket_api_id"],
        }
        if args.get("dashboard", True):
            others["dashboard"] = Dashboard(
                f"{name}-dashboard",
                {
                    "nodes": nodes,
                    "bus_name": args["bus_name"],
                    "http_api_id": args["http_api_id"],
                    "websocket_api_id": args["websocket_api_id"],
                },
                child,
            ).name
        self.places = pulumi.Output.all(nodes, others).apply(
            lambda known: {**_exported(known[0]), **known[1]}
        )
        self.register_outputs({"places": self.places})


def _exported(nodes: KnownNodes) -> dict[str, Any]:
    """Writes nodes as Pulumi names properties."""

    def rename(values: Mapping[str, Any]) -> dict[str, Any]:
        return {to_camel(name): value for name, value in values.items()}

    alarms = [alarm["name"] for alarm in nodes["alarms"].values()]
    return {
        to_camel(kind): {
            name: rename(node) if isinstance(node, Mapping) else node for name, node in of_kind.items()
        }
        for kind, of_kind in nodes.items()
    } | {"alarms": alarms}
