"""What the programs share that show a resource of each type."""

import json
import warnings

import pulumi
from pulumi._types import resource_pulumi_to_py_names


def export(*specimens: pulumi.CustomResource) -> None:
    """Exports each resource under its type, with all outputs of its class."""
    for specimen in specimens:
        attributes = resource_pulumi_to_py_names(type(specimen))
        with warnings.catch_warnings(action="ignore"):  # some outputs are deprecated
            outputs = {name: getattr(specimen, attribute) for name, attribute in attributes.items()}
        pulumi.export(specimen.pulumi_resource_type, {"id": specimen.id, **outputs})


def policy(**statement: str | dict[str, object]) -> str:
    """Writes a policy of one statement that allows something."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
