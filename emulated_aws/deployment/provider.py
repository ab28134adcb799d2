"""Stands in for Pulumi's engine and its AWS provider: what a program registers is created at once."""

from __future__ import annotations

import inspect
import time
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never
from urllib.parse import unquote, urlsplit

import pulumi
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from emulated_aws.deployment.errors import DeploymentError, UnsupportedError
from emulated_aws.deployment.plain_http import plain_http
from emulated_aws.deployment.services import DATA_SOURCES, RESOURCE_TYPES
from emulated_aws.program import ProgramMonitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pulumi.invoke import InvokeTransform
    from pulumi.runtime.proto import resource_pb2

    from emulated_aws.deployment.account import Account
    from emulated_aws.deployment.autonaming import AutoNaming


class Provider(Mocks):
    """Creates each resource on the account.

    Args:
        account: Where.
        naming: Makes the names that the program does not give.
        default_tags: Tags of all resources that take some. A resource's own tags win.
        on_resource: Told of each resource once it is there: its type, its name and the seconds it took.
            Called from several threads.
    """

    def __init__(
        self,
        account: Account,
        naming: AutoNaming,
        default_tags: Mapping[str, str],
        on_resource: Callable[[str, str, float], None],
    ) -> None:
        self._account = account
        self._naming = naming
        self._default_tags = default_tags
        self._on_resource = on_resource

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.resource_id:
            raise UnsupportedError("reading or importing a resource: the emulator starts empty")
        if not args.custom:  # a component: only its children are real
            return "", {}
        if args.typ not in RESOURCE_TYPES:
            raise UnsupportedError(
                "this resource type: emulated_aws/deployment/services/ has those that it does"
            )
        started = time.perf_counter()
        given: dict[str, Any] = {
            key: plain_http(_reveal(value), self._account.endpoint) for key, value in args.inputs.items()
        }
        if self._default_tags and takes_tags(args.typ):
            given["tags"] = {**self._default_tags, **given.get("tags", {})}
        made = RESOURCE_TYPES[args.typ].make(self._account, self._naming.name(args.name), given)
        self._on_resource(args.typ, args.name, time.perf_counter() - started)
        return made

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        if args.token not in DATA_SOURCES:
            raise UnsupportedError(f"data source {args.token}")
        return DATA_SOURCES[args.token].answer(self._account, args.args), []

    def register_invoke_transform(self, transform: InvokeTransform) -> None:
        raise UnsupportedError(f"stack invoke transform {transform.__name__}")


class Monitor(ProgramMonitor):
    """Says of a resource that fails which one it is, and where the program declares it.

    Outputs that a resource does not tell are unknown, in Pulumi's sense, and what is made of them is refused:
    it would else be None, and silently lost.
    """

    def ReadResource(  # noqa: N802 - Pulumi's protocol names it
        self, request: resource_pb2.ReadResourceRequest
    ) -> resource_pb2.ReadResourceResponse:
        with _naming(request):
            response: resource_pb2.ReadResourceResponse = super().ReadResource(request)  # type: ignore[no-untyped-call] # Pulumi's are
        return response

    def RegisterResource(  # noqa: N802 - Pulumi's protocol names it
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        with _naming(request):
            _refuse_unknown(request)
            response: resource_pb2.RegisterResourceResponse = super().RegisterResource(request)
        response.unknown = True  # the outputs that it lacks; those that it has are known
        return response

    def RegisterResourceHook(self, request: resource_pb2.RegisterResourceHookRequest) -> Never:  # noqa: N802 - Pulumi's protocol names it
        raise UnsupportedError(f"resource hooks, such as {request.name!r}")


@contextmanager
def _naming(
    request: resource_pb2.RegisterResourceRequest | resource_pb2.ReadResourceRequest,
) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        declared = request.sourcePosition
        file = Path(unquote(urlsplit(declared.uri).path)).name
        raise DeploymentError(f"{request.type} {request.name!r} ({file}:{declared.line}): {error}") from error


def _refuse_unknown(request: resource_pb2.RegisterResourceRequest) -> None:
    for name, value in rpc.deserialize_properties(request.object, keep_unknowns=True).items():
        if pulumi.contains_unknowns(value):
            urns = request.propertyDependencies[name].urns
            sources = ", ".join(repr(urn.rpartition("::")[2]) for urn in urns)
            raise UnsupportedError(f"property {name}: made of an output of {sources} that is not told")


@cache
def takes_tags(token: str) -> bool:
    """Asks Pulumi's SDK whether resources of a type have tags."""
    _, path, name = token.split(":")
    module = import_module(f"pulumi_aws.{path.partition('/')[0].replace('lambda', 'lambda_')}")
    return "tags" in inspect.signature(getattr(module, name)._internal_init).parameters


def _reveal(value: object) -> object:
    return rpc.unwrap_rpc_secret(value) if rpc.is_rpc_secret(value) else value
