"""Nodes of a component: the resources in it that operators look at, and that other programs connect to."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NotRequired, TypedDict

import pulumi


class FunctionNode(TypedDict):
    """A function."""

    name: pulumi.Output[str]
    """Its name on AWS."""

    log_group: pulumi.Output[str]
    """The name of the log group that it writes to."""

    handler: str
    """Where its code begins, such as `functions.event_pipeline.relay.handler.handle`: what it is, whatever it
    is called."""


class QueueNode(TypedDict):
    """A queue that a function reads."""

    url: pulumi.Output[str]
    """Its URL."""

    arn: pulumi.Output[str]
    """Its ARN."""

    dead_letters: str
    """Which of the nodes' `dead_letters` gets what its consumer gave up on."""


class DeadLetterQueueNode(TypedDict):
    """A dead-letter queue."""

    url: pulumi.Output[str]
    """Its URL."""

    arn: pulumi.Output[str]
    """Its ARN."""

    function: NotRequired[str]
    """Which of the nodes' `functions` gave up on what is in it: that one's log says why."""


class TableNode(TypedDict):
    """A table."""

    name: pulumi.Output[str]
    """Its name on AWS."""

    definition: str
    """The name of its definition, such as `posts`."""


class AlarmNode(TypedDict):
    """An alarm."""

    name: pulumi.Output[str]
    """Its name on AWS."""

    arn: pulumi.Output[str]
    """Its ARN."""


@dataclass(frozen=True)
class Nodes:
    """Resources by kind, each under its name in the program, such as `events-recognition`."""

    functions: Mapping[str, FunctionNode] = field(default_factory=dict)
    """Functions."""

    queues: Mapping[str, QueueNode] = field(default_factory=dict)
    """Queues that functions read."""

    dead_letters: Mapping[str, DeadLetterQueueNode] = field(default_factory=dict)
    """Dead-letter queues."""

    tables: Mapping[str, TableNode] = field(default_factory=dict)
    """Tables."""

    rules: Mapping[str, pulumi.Output[str]] = field(default_factory=dict)
    """The names of rules of the event bus."""

    access_logs: Mapping[str, pulumi.Output[str]] = field(default_factory=dict)
    """The names of log groups of APIs."""

    alarms: Mapping[str, AlarmNode] = field(default_factory=dict)
    """Alarms."""

    def __or__(self, other: "Nodes") -> "Nodes":
        """Joins the nodes of two components."""
        return Nodes(
            **{one.name: {**getattr(self, one.name), **getattr(other, one.name)} for one in fields(self)}
        )


KnownNodes = Mapping[str, Mapping[str, Any]]
"""What `Nodes` are when all is known: by the names of their fields."""


def know(nodes: Iterable[pulumi.Input[Nodes]]) -> pulumi.Output[KnownNodes]:
    """Waits for what AWS tells of nodes, and joins them.

    They are in the order of their names: between processes, maps have none.

    Args:
        nodes: Those of each component, also of one that another process made.
    """
    every: list[pulumi.Output[dict[str, Any]]] = [
        pulumi.Output.from_input(one).apply(lambda own: pulumi.Output.all(**vars(own))) for one in nodes
    ]
    return pulumi.Output.all(*every).apply(
        lambda known: {
            kind.name: dict(sorted(ChainMap(*(one[kind.name] for one in known)).items()))
            for kind in fields(Nodes)
        }
    )
