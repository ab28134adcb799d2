"""Provider of the component package `blog`: Pulumi's own, which also takes and gives whole objects."""

import ast
import inspect
import json
import re
import sys
import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Annotated, Any, get_args, get_origin, is_typeddict

import pulumi
from pulumi.errors import InputPropertiesError, InputPropertyError, InputPropertyErrorDetails
from pulumi.provider import ConstructResult
from pulumi.provider.experimental.analyzer import (
    Analyzer,
    ComponentDefinition,
    PropertyDefinition,
    PropertyType,
    TypeDefinition,
)
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.server import ComponentInitError
from pulumi.runtime.stack import wait_for_rpcs
from pydantic.alias_generators import to_camel

from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.operations import Operations
from infra.parts.arguments import ArgumentError, Key, Problem, nearest
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.lambda_function import LambdaFunction
from infra.parts.queue_consumer import QueueConsumer
from infra.realtime_gateway import RealtimeGateway
from infra.site_files import SiteFiles
from infra.static_site import StaticSite
from plugin.package_schema import PROJECT, complete

COMPONENTS: list[type[pulumi.ComponentResource]] = [
    BlogApi,
    EventPipeline,
    RealtimeGateway,
    Identity,
    StaticSite,
    SiteFiles,
    Operations,
    LambdaFunction,
    QueueConsumer,
    DeadLetterQueue,
]
"""The components that programs of other languages may use."""

# Together the name of SDKs: `event_driven_blog` in Python, `@event-driven/blog` on npm. The name alone begins
# the components' types: `blog:index:BlogApi`.
_NAMESPACE, _NAME = "event-driven", "blog"


# A name of an argument in Python's spelling.
_PYTHON_NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


class _ArgumentAnalyzer(Analyzer):
    """Reads arguments that have rules, or that a `TypedDict` inherits. Pulumi's analyzer knows neither."""

    def analyze_property(self, arg: Any, *args: Any, **options: Any) -> PropertyDefinition:  # noqa: ANN401 - as Pulumi's
        """Leaves the rules to the components."""
        plain = get_args(arg)[0] if get_origin(arg) is Annotated else arg
        if get_origin(plain) is Mapping:
            plain = types.GenericAlias(Mapping, (str, get_args(plain)[1]))
        return super().analyze_property(plain, *args, **options)

    def get_docstring(self, typ: type, name: str) -> str | None:
        """Looks for an argument's docstring in inherited definitions, too."""
        docstring = super().get_docstring(typ, name)
        if docstring is not None or not is_typeddict(typ):
            return docstring
        [definition] = ast.parse(inspect.getsource(typ)).body
        bases = [base.id for base in getattr(definition, "bases", []) if isinstance(base, ast.Name)]
        # A `TypedDict` does not remember its bases.
        known = (getattr(sys.modules[typ.__module__], base) for base in bases)
        found = (self.get_docstring(base, name) for base in known if is_typeddict(base))
        return next((text for text in found if text is not None), None)


class BlogProvider(ComponentProvider):
    """Hosts the components.

    Pulumi's provider looks for the members of an object in the object itself, which an output only has later,
    leaves the names of an object's members in objects as they are, and makes no data classes. It reports
    every error of a component as unknown, with a traceback.
    """

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of the components."""
        return self._analyzer

    @analyzer.setter
    def analyzer(self, analyzer: Analyzer) -> None:
        self._analyzer = _ArgumentAnalyzer(analyzer.name)

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: pulumi.Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Creates a component.

        Raises:
            InputPropertiesError: The component does not accept its arguments. They have the schema's names.
                The URN of the result raises it, too: an output is only checked when its value is known.
        """
        try:
            result = super().construct(name, resource_type, inputs, options)
        except ComponentInitError as error:
            if not isinstance(error.inner, pulumi.RunError):
                raise
            raise _refusal(error.inner) from error
        urn: pulumi.Output[Any] = pulumi.Output.from_input(_when_registered(result.urn))
        return ConstructResult(urn, result.state)

    def map_input_properties(
        self,
        inputs: Mapping[str, Any],
        properties: dict[str, PropertyDefinition],
        mapping: dict[str, str],
        component_name: str,
        property_path: str,
    ) -> pulumi.Inputs:
        """Takes `httpApi: blog.httpApi`, an output as a whole, for an object of outputs.

        Raises:
            InputPropertyError: There is no such input, one is missing, or one is no object but should be.
        """
        prefix = f"{property_path}." if property_path else ""
        for name in inputs.keys() - properties.keys():
            reason = nearest(prefix + name, [prefix + known for known in properties])
            raise InputPropertyError(prefix + name, reason)
        opened = {name: self._open(value, properties[name], prefix + name) for name, value in inputs.items()}
        # Pulumi's provider looks for an enum's member at once.
        later = {name for name, value in opened.items() if isinstance(value, pulumi.Output)}
        now = {name: definition for name, definition in properties.items() if name not in later}
        mapped: dict[str, Any] = {
            **super().map_input_properties(opened, now, mapping, component_name, property_path),
            **{mapping[name]: opened[name] for name in later},
        }
        for name in inputs:
            items = properties[name].items
            value = mapped.get(mapping[name])
            if not items or not isinstance(value, list):
                continue  # the component refuses anything else
            if (kind := self._object_type(items)) and is_dataclass(kind.python_type):
                mapped[mapping[name]] = [kind.python_type(**members) for members in value]
        return mapped

    def _open(self, value: Any, definition: PropertyDefinition, path: str) -> Any:  # noqa: ANN401 - any input
        if isinstance(value, pulumi.Output):
            return self._open_output(value, definition)
        if self._object_type(definition) and not isinstance(value, Mapping):
            raise InputPropertyError(path, f"must be an object, not {json.dumps(value, default=str)}")
        if isinstance(value, Mapping) and (values := definition.additional_properties):
            return {key: self._open(item, values, f"{path}.{key}") for key, item in value.items()}
        if isinstance(value, list) and (items := definition.items):
            return [self._open(item, items, f"{path}[{index}]") for index, item in enumerate(value)]
        if definition.type is PropertyType.INTEGER and isinstance(value, float) and value.is_integer():
            return int(value)  # Pulumi's protocol has all numbers as floats
        return value

    def _open_output(self, value: pulumi.Output[Any], definition: PropertyDefinition) -> Any:  # noqa: ANN401 - any input
        if kind := self._object_type(definition):
            return {member: value[member] for member in kind.properties}
        if (values := definition.additional_properties) and (kind := self._object_type(values)):
            names = kind.properties_mapping
            return value.apply(
                lambda known: {
                    key: {names[name]: one for name, one in item.items()} for key, item in known.items()
                }
            )
        return value

    def get_state(
        self, instance: pulumi.ComponentResource, component_def: ComponentDefinition
    ) -> dict[str, Any]:
        """Reads the outputs of a component, by their names in the schema."""
        return self._rename(vars(instance), component_def.outputs, component_def.outputs_mapping)

    def _rename(
        self, values: Mapping[str, Any], properties: dict[str, PropertyDefinition], names: dict[str, str]
    ) -> dict[str, Any]:
        return {
            name: self._rename_in(values[names[name]], definition)
            for name, definition in properties.items()
            if values.get(names[name]) is not None
        }

    def _rename_in(self, value: Any, definition: PropertyDefinition) -> Any:  # noqa: ANN401 - any output
        if kind := self._object_type(definition):
            members = vars(value) if is_dataclass(value) else value
            return self._rename(members, kind.properties, kind.properties_mapping)
        if isinstance(value, Mapping) and (items := definition.additional_properties):
            return {key: self._rename_in(item, items) for key, item in value.items()}
        return value

    def _object_type(self, definition: PropertyDefinition) -> TypeDefinition | None:
        kind = self.get_type_definition(definition) if definition.ref else None
        return None if kind and kind.enum else kind


async def _when_registered(urn: pulumi.Input[str]) -> str | None:
    """Waits until the resources of a component are registered: by then its outputs are checked."""
    try:
        await wait_for_rpcs(await_all_outstanding_tasks=False)
    except pulumi.RunError as error:
        raise _refusal(error) from error
    return await pulumi.Output.from_input(urn).future()


def _refusal(error: pulumi.RunError) -> InputPropertiesError:
    """Writes the error of a component as Pulumi's protocol has it."""
    if isinstance(error, ArgumentError):
        return InputPropertiesError(error.component, [_detail(problem) for problem in error.problems])
    return InputPropertiesError(str(error), [])


def _detail(problem: Problem) -> InputPropertyErrorDetails:
    """Writes a problem with the schema's names."""
    path = [part if isinstance(part, Key) else to_camel(part) for part in problem.path]
    reason = _PYTHON_NAME.sub(lambda name: to_camel(name[0]), problem.reason)
    given = f", not {problem.given}" if problem.given else ""
    return {"property_path": ".".join(path), "reason": reason + given}


def make_provider() -> BlogProvider:
    """Makes the provider, of the project's version."""
    provider = BlogProvider(COMPONENTS, _NAME, _NAMESPACE, PROJECT["version"])
    schema = json.loads(str(provider.schema))
    complete(schema)
    provider.schema = json.dumps(schema)
    return provider
