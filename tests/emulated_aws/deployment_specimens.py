"""The export of resources that are specimens of their types."""

import json
import warnings
from collections.abc import Mapping

import pulumi
from pulumi._types import resource_pulumi_to_py_names


def export(*specimens: pulumi.CustomResource) -> None:
    """Exports each resource under its type, with all outputs that it tells."""
    for specimen in specimens:
        attributes = resource_pulumi_to_py_names(type(specimen))
        with warnings.catch_warnings(action="ignore"):  # some outputs are deprecated
            outputs = {name: getattr(specimen, attribute) for name, attribute in attributes.items()}
        pulumi.export(specimen.pulumi_resource_type, _told({"id": specimen.id, **outputs}))


async def _told(outputs: Mapping[str, pulumi.Output[object]]) -> dict[str, object]:
    return {name: await output.future() for name, output in outputs.items() if await output.is_known()}


def policy(**statement: str | dict[str, object]) -> str:
    """Writes a policy of one statement that allows something."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
