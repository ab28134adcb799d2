"""Nodes of a component: the resources in it that operators look at, and that other programs connect to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import NotRequired, TypedDict

import pulumi


class FunctionNode(TypedDict):
    """A function."""

    name: pulumi.Output[str]
    """Its name on AWS."""

    log_group: pulumi.Output[str]
    """The name of the log group that it writes to."""


class QueueNode(TypedDict):
    """A queue."""

    url: pulumi.Output[str]
    """Its URL."""

    arn: pulumi.Output[str]
    """Its ARN."""

    dead_letters: NotRequired[str]
    """Which of the nodes' `dead_letters` gets what its consumer gave up on."""


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

    dead_letters: Mapping[str, QueueNode] = field(default_factory=dict)
    """Dead-letter queues."""

    tables: Mapping[str, pulumi.Output[str]] = field(default_factory=dict)
    """The names of tables."""

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
