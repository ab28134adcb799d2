"""Registrations of resources, with the transforms and the inheritance that Pulumi's engine applies to them.

It follows `RegisterResource` in
https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/source_eval.go.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pulumi
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto.callback_pb2 import Callback
from pulumi.runtime.proto.resource_pb2 import (
    RegisterResourceRequest,
    TransformRequest,
    TransformResourceOptions,
    TransformResponse,
)
from pulumi.runtime.rpc import UNKNOWN

from emulated_aws.pulumi_sdk import OUTPUT, SECRET, SIGNATURE

# Options as transforms and as registrations name them.
OPTIONS = {
    "additional_secret_outputs": "additionalSecretOutputs",
    "aliases": "aliases",
    "custom_timeouts": "customTimeouts",
    "delete_before_replace": "deleteBeforeReplace",
    "deleted_with": "deletedWith",
    "depends_on": "dependencies",
    "hide_diff": "hideDiffs",
    "hooks": "hooks",
    "ignore_changes": "ignoreChanges",
    "import": "importId",
    "plugin_checksums": "pluginChecksums",
    "plugin_download_url": "pluginDownloadURL",
    "protect": "protect",
    "provider": "provider",
    "providers": "providers",
    "replace_on_changes": "replaceOnChanges",
    "replace_with": "replace_with",
    "replacement_trigger": "replacement_trigger",
    "retain_on_delete": "retainOnDelete",
    "version": "version",
}


class Registrations:
    """The resources that are registered, by which transforms and options reach their children.

    Attributes:
        stack_transforms: Transforms of all resources.
    """

    def __init__(self, call: Callable[[Callback, TransformRequest], TransformResponse]) -> None:
        """Begins without any.

        Args:
            call: Calls a transform.
        """
        self.stack_transforms: list[Callback] = []
        self._call = call
        self._requests: dict[str, RegisterResourceRequest] = {}

    def add(self, urn: str, request: RegisterResourceRequest) -> None:
        """Registers a resource: changes its request by transforms, and by what it inherits.

        Args:
            urn: The resource's URN.
            request: The request, which is changed in place.

        Raises:
            pulumi.RunError: There is a resource of this URN.
            Exception: Whatever a transform raises.
        """
        # One step, because resources are registered from several threads.
        if self._requests.setdefault(urn, request) is not request:
            raise pulumi.RunError(f"Duplicate resource URN '{urn}'; try giving it a unique name")
        parent = self._requests.get(request.parent, RegisterResourceRequest())
        inherited_providers = {} if parent.custom else dict(parent.providers)
        if request.custom and not request.provider:
            package = request.type.partition(":")[0]
            request.provider = {**inherited_providers, **request.providers}.get(package, "")
        if transforms := [*self._transforms_for(request), *self.stack_transforms]:
            self._transform(request, transforms)
        if not request.custom:
            request.providers.update({**inherited_providers, **request.providers})
        request.deletedWith = request.deletedWith or parent.deletedWith
        if parent.HasField("protect") and not request.HasField("protect"):
            request.protect = parent.protect
        if parent.HasField("retainOnDelete") and not request.HasField("retainOnDelete"):
            request.retainOnDelete = parent.retainOnDelete

    def _transforms_for(self, request: RegisterResourceRequest) -> Iterator[Callback]:
        """Yields a resource's own transforms, and then its ancestors', the nearest first."""
        current: RegisterResourceRequest | None = request
        while current:
            yield from current.transforms
            current = self._requests.get(current.parent)

    def _transform(self, request: RegisterResourceRequest, transforms: list[Callback]) -> None:
        properties = _upgrade(MessageToDict(request.object))
        if request.transforms:
            for name, on in request.propertyDependencies.items():
                if on.urns and name in properties:
                    properties[name] = {**_as_output(properties[name]), "dependencies": [*on.urns]}
        request.object.CopyFrom(ParseDict(properties, Struct()))
        dependencies = [*request.dependencies]
        for transform in transforms:
            self._apply(transform, request)
        properties = MessageToDict(request.object)
        if request.transforms:
            request.propertyDependencies.clear()
            for name, value in properties.items():
                urns = sorted(set(_dependencies(value)))
                request.propertyDependencies[name].urns.extend(urns)
                request.dependencies.extend(urn for urn in urns if urn not in request.dependencies)
        else:  # the engine reads what transforms say of dependencies only where a resource has its own
            request.dependencies[:] = dependencies
        request.object.CopyFrom(ParseDict(_downgrade(properties), Struct()))

    def _apply(self, transform: Callback, request: RegisterResourceRequest) -> None:
        """Changes a request by what a transform answers."""
        names = {field: option for option, field in OPTIONS.items()}
        options = {names[field.name]: value for field, value in request.ListFields() if field.name in names}
        answer = self._call(
            transform,
            TransformRequest(
                type=request.type,
                name=request.name,
                custom=request.custom,
                parent=request.parent,
                properties=request.object,
                options=TransformResourceOptions(**options),
            ),
        )
        if answer.HasField("properties"):
            request.object.CopyFrom(answer.properties)
        if answer.HasField("options"):
            for option in options:
                request.ClearField(OPTIONS[option])  # type: ignore[arg-type] # a literal, to the stubs
            changed = {OPTIONS[field.name]: value for field, value in answer.options.ListFields()}
            request.MergeFrom(RegisterResourceRequest(**changed))


def _upgrade(value: Any) -> Any:  # noqa: ANN401 - any value of the protocol, as JSON
    """Makes output values of secrets and of what is unknown, as which the engine hands them to transforms."""
    if value == UNKNOWN:
        return {SIGNATURE: OUTPUT}
    if isinstance(value, list):
        return [_upgrade(item) for item in value]
    if not isinstance(value, dict):
        return value
    upgraded = {key: _upgrade(item) for key, item in value.items()}
    if value.get(SIGNATURE) == SECRET:
        return {**_as_output(upgraded["value"]), "secret": True}
    return upgraded


def _downgrade(value: Any) -> Any:  # noqa: ANN401 - the same
    """Makes secrets, unknown and plain values of output values."""
    if isinstance(value, list):
        return [_downgrade(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) != OUTPUT:
        return {key: _downgrade(item) for key, item in value.items()}
    plain = _downgrade(value.get("value", UNKNOWN))
    return {SIGNATURE: SECRET, "value": plain} if value.get("secret") else plain


def _as_output(value: Any) -> dict[str, Any]:  # noqa: ANN401 - the same
    is_output = isinstance(value, dict) and value.get(SIGNATURE) == OUTPUT
    return value if is_output else {SIGNATURE: OUTPUT, "value": value}


def _dependencies(value: Any) -> Iterator[str]:  # noqa: ANN401 - the same
    """Yields the URNs that the output values in a value come from."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == OUTPUT:
            yield from value.get("dependencies", [])
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _dependencies(item)
