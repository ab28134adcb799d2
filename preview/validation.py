"""Validation of a stack by AWS's own rules: `cloudformation-validate`, and what that does not know."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from cloudformation_validate import (
    CompositeEngine,
    PseudoParameterOverrides,
    ReportStatus,
    RuleFilterConfig,
    Severity,
    TemplateContent,
    ValidateConfig,
)
from pulumi.runtime.rpc import unwrap_rpc_secret

from preview.recording import Recording, Resource
from preview.rules import find_broken_rules
from preview.template import logical_id, make_template

# Rules that ask for references and pseudo parameters: the template has values in their place.
_ABOUT_REFERENCES = {"W9002", "W9013"}

# A number as a text, which AWS converts.
_COERCIONS = {"W9003"}


def find_violations(recording: Recording, unmapped: Collection[str] = ()) -> Iterator[str]:
    """Finds what AWS would refuse.

    Args:
        recording: A stack's resources.
        unmapped: Types that have no place in the template. Rules of our own judge them all the same.

    Yields:
        A line for each violation, beginning with the resource's name.

    Raises:
        UnmappedTypeError: A resource has another type that nobody has mapped.
    """
    recording = replace(recording, resources=[_without_wraps(resource) for resource in recording.resources])
    mapped = [resource for resource in recording.resources if resource.type not in unmapped]
    template = make_template(replace(recording, resources=mapped))
    if template["Resources"]:  # the validator takes no template without any
        yield from _find_schema_violations(template, recording)
    yield from find_broken_rules(recording)


def _find_schema_violations(template: Mapping[str, Any], recording: Recording) -> Iterator[str]:
    report = _engine().validate_template(
        TemplateContent(json.dumps(template), "template"),
        ValidateConfig(
            severity_level=Severity.WARN,
            exclude=RuleFilterConfig(ids=[*_ABOUT_REFERENCES, *_COERCIONS]),
            pseudo_parameter_overrides=PseudoParameterOverrides(region=recording.region),
        ),
    )
    if report.status is ReportStatus.ANALYSIS_INCOMPLETE:
        yield "the validator did not finish"
    names = {logical_id(resource): resource.name for resource in recording.resources}
    for found in report.diagnostics:
        place = (found.property_path or "").removeprefix("Properties").removeprefix(".")
        name = names[found.entity.logical_id] if found.entity else "the template"
        yield f"{name}: {place and f'{place}: '}{found.message} ({found.rule_id})"


def _without_wraps(resource: Resource) -> Resource:
    """Takes secrets out of what Pulumi marks them with: AWS gets them as any other value."""
    return replace(resource, inputs=_unwrap(resource.inputs), outputs=_unwrap(resource.outputs))


def _unwrap(value: Any) -> Any:  # noqa: ANN401 - properties are of any type
    value = unwrap_rpc_secret(value)
    if isinstance(value, Mapping):
        return {key: _unwrap(one) for key, one in value.items()}
    return [_unwrap(item) for item in value] if isinstance(value, list) else value


@cache
def _engine() -> CompositeEngine:
    return CompositeEngine()
