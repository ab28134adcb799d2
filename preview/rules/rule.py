"""The form of a rule, and the kinds that say all in one line: bounds, choices, patterns, lengths."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from preview.recording import Recording, Resource

Problem: TypeAlias = tuple[str, str]
"""The path of a property, such as `redrivePolicy.maxReceiveCount`, and what is wrong with it."""


@dataclass(frozen=True)
class Rule:
    """A rule that AWS applies to resources of a type.

    Attributes:
        type: The end of the type's token, such as `sqs/queue:Queue`. Empty for all types of AWS.
        source: The URL of AWS's document that says so.
        find: Finds what is wrong with a resource. The recording has the resources that belong to it.
    """

    type: str
    source: str
    find: Callable[[Resource, Recording], Iterator[Problem]]

    def violations(self, recording: Recording) -> Iterator[str]:
        """Yields a line for each violation: the resource's name, the path, the rule and the source."""
        for resource in recording.of_type(self.type):
            if resource.type.startswith("aws:"):
                for path, problem in self.find(resource, recording):
                    yield f"{resource.name}: {path}: {problem} ({self.source})"


def must(resource_type: str, path: str, says: str, source: str, holds: Callable[[Any], bool]) -> Rule:
    """Makes a rule for each value of a property.

    Args:
        resource_type: The end of the type's token.
        path: The property's path; `*` stands for each item of a list, or each value of a mapping.
        says: What the value must be, for people.
        source: The URL of AWS's document.
        holds: Decides on a value. One of a type that it does not expect must hold: another rule judges that.
    """

    def find(resource: Resource, _recording: Recording) -> Iterator[Problem]:
        for place, value in values(resource, path):
            if not holds(value):
                yield place, f"must be {says}, not {show(value)}"

    return Rule(resource_type, source, find)


def between(resource_type: str, path: str, low: int, high: int, source: str) -> Rule:
    """Bounds a number, both bounds included."""
    return must(
        resource_type,
        path,
        f"{low:,} to {high:,}",
        source,
        lambda value: not isinstance(value, int | float) or low <= value <= high,
    )


def one_of(resource_type: str, path: str, choices: Collection[str], source: str) -> Rule:
    """Allows some values alone."""
    says = f"one of {', '.join(sorted(choices))}"
    return must(resource_type, path, says, source, lambda value: value in choices)


def like(resource_type: str, path: str, pattern: str, says: str, source: str) -> Rule:
    """Demands that the whole of a text matches a pattern of ASCII."""
    known = re.compile(pattern, re.ASCII)
    return must(
        resource_type,
        path,
        says,
        source,
        lambda value: not isinstance(value, str) or bool(known.fullmatch(value)),
    )


def at_most(resource_type: str, path: str, number: int, source: str) -> Rule:
    """Limits how many items a list or a mapping has."""

    def find(resource: Resource, _recording: Recording) -> Iterator[Problem]:
        for place, value in values(resource, path):
            if len(value) > number:
                yield place, f"must have at most {number}, not {len(value)}"

    return Rule(resource_type, source, find)


def values(resource: Resource, path: str) -> Iterator[tuple[str, Any]]:
    """Finds the values of a property.

    Args:
        resource: The resource. Its `name` is the one on AWS, also if Pulumi gives it.
        path: The property's path, also into texts that are JSON.

    Yields:
        Each value with its own path: numbers and keys in place of `*`.
    """
    yield from _descend({"name": resource.outputs.get("name"), **resource.inputs}, path)


def _descend(value: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - properties are of any type
    step, _, rest = path.partition(".")
    for key, inner in _items(read_json(value) if isinstance(value, str) else value, step):
        if inner is not None:
            if rest:
                yield from ((f"{key}.{place}", found) for place, found in _descend(inner, rest))
            else:
                yield key, inner


def _items(value: Any, step: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - the same
    if isinstance(value, Mapping):
        yield from value.items() if step == "*" else [(step, value.get(step))]
    elif isinstance(value, list) and step == "*":
        yield from ((str(index), item) for index, item in enumerate(value))


def read_json(text: str) -> Any:  # noqa: ANN401 - the same
    """Reads a text that may be JSON. It is `None` if the text is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def listed(value: Any) -> list[Any]:  # noqa: ANN401 - the same
    """Makes a list of what may be one item, many or none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def show(value: object) -> str:
    """Writes a value as a program has it. Pulumi's protocol makes floats of all numbers."""
    return f"{value:,g}" if isinstance(value, float) else repr(value)
