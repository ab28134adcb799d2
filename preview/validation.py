"""Validation of a stack by AWS's own rules: `cloudformation-validate`, and what that does not know."""

import json
from collections.abc import Iterator
from functools import cache

from cloudformation_validate import (
    CompositeEngine,
    PseudoParameterOverrides,
    ReportStatus,
    RuleFilterConfig,
    Severity,
    TemplateContent,
    ValidateConfig,
)

from preview.iam_reference import find_unknown_permissions
from preview.recording import Recording
from preview.rules import find_broken_rules
from preview.template import logical_id, make_template

# Rules that ask for references and pseudo parameters: the template has values in their place.
_ABOUT_REFERENCES = {"W9002", "W9013"}


def find_violations(recording: Recording) -> Iterator[str]:
    """Finds what AWS would refuse.

    Args:
        recording: A stack's resources.

    Yields:
        A line for each violation, beginning with the resource's name.

    Raises:
        UnmappedTypeError: A resource has a type that nobody has mapped.
    """
    report = _engine().validate_template(
        TemplateContent(json.dumps(make_template(recording)), "template"),
        ValidateConfig(
            severity_level=Severity.WARN,
            exclude=RuleFilterConfig(ids=[*_ABOUT_REFERENCES]),
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
    yield from find_unknown_permissions(recording)
    yield from find_broken_rules(recording)


@cache
def _engine() -> CompositeEngine:
    return CompositeEngine()
