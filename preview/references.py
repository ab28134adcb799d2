"""References between resources: what is an output of another resource is written as `${table.posts.arn}`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from preview.recording import OUTPUTS, Recording, Resource


class References:
    """Knows which resource each value of a recording is an output of.

    Names and ids are no proof of that: a role may be called what its function is. But Pulumi tells of each
    property which resources it is made of.
    """

    def __init__(self, recording: Recording) -> None:
        """Prepares for the resources of a recording."""
        self._resources = {resource.urn: resource for resource in recording.resources}

    def name(self, urn: str) -> str:
        """Names a resource in short, such as `table.posts`."""
        resource = self._resources[urn]
        kind = resource.type.rpartition(":")[2]
        return f"{kind[0].lower()}{kind[1:]}.{resource.name}"

    def inputs(self, resource: Resource) -> dict[str, Any]:
        """Writes a resource's inputs with references.

        Args:
            resource: A resource of the recording.
        """
        return {
            name: self._write(value, resource.property_dependencies.get(name, ()))
            for name, value in resource.inputs.items()
        }

    def _write(self, value: Any, urns: Iterable[str]) -> Any:  # noqa: ANN401 - properties are of any type
        names: dict[str, str] = {}
        for urn in self._nearest_first(urns):
            resource = self._resources[urn]
            for output in (*OUTPUTS.get(resource.type, {}), "apiEndpoint", "invokeUrl", "name", "id"):
                if output in resource.outputs and output not in resource.inputs:
                    names.setdefault(resource.outputs[output], f"${{{self.name(urn)}.{output}}}")
        if not names:
            return value
        # The longest first: an ARN has the name in it. Whole words only: one name may begin with another.
        choices = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
        return _replace(value, re.compile(rf"(?<![\w-])(?:{choices})(?![\w-])"), names)

    def _nearest_first(self, urns: Iterable[str]) -> Iterator[str]:
        """Yields resources, then what those are made of: a stage's URL has the id of its API in it."""
        waiting, seen = sorted(urns), set()
        while waiting:
            urn = waiting.pop(0)
            if urn not in seen and urn in self._resources:
                seen.add(urn)
                yield urn
                waiting += sorted(u for on in self._resources[urn].property_dependencies.values() for u in on)


def _replace(value: Any, known: re.Pattern[str], names: Mapping[str, str]) -> Any:  # noqa: ANN401 - the same
    match value:
        case str():
            return known.sub(lambda found: names[found[0]], value)
        case list():
            return [_replace(item, known, names) for item in value]
        case dict():
            return {key: _replace(item, known, names) for key, item in value.items()}
    return value
