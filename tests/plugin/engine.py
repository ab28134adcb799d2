"""Pulumi's engine, as far as a component package sees it, and the plugin in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs
from pulumi.runtime.proto import (
    callback_pb2,
    callback_pb2_grpc,
    engine_pb2,
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
)

from emulated_aws.pulumi_sdk import OUTPUT, SIGNATURE
from emulated_aws.registrations import Registrations
from preview.recording import REGION, _Cloud

ROOT = Path(__file__).parents[2]
STACK_URN = "urn:pulumi:test::project::pulumi:pulumi:Stack::project-test"
FEATURES = (
    resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    resource_pb2.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
    resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
    resource_pb2.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
)


def output(value: object, *, of: Iterable[str] = (), secret: bool = False) -> dict[str, Any]:
    """Writes an output as the protocol does, unknown as a whole if anything in it is.

    https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go

    Args:
        value: What it is known to be, or `rpc.UNKNOWN`.
        of: URNs of the resources that it comes from.
        secret: Whether it must not be shown.
    """
    known = {} if rpc.UNKNOWN in json.dumps(value) else {"value": value}
    return {
        SIGNATURE: OUTPUT,
        **known,
        "secret": secret,
        "dependencies": sorted(of),
    }


@dataclass
class Engine(resource_pb2_grpc.ResourceMonitorServicer, engine_pb2_grpc.EngineServicer):
    """Records what a plugin registers.

    Attributes:
        address: Where it listens.
        is_preview: Whether what AWS would tell is unknown.
        requests: What was registered, by URNs, in order.
        logged: Warnings and errors.
        registrations: Has the transforms of the program.
    """

    is_preview: bool = False
    address: str = ""
    requests: dict[str, resource_pb2.RegisterResourceRequest] = field(default_factory=dict)
    logged: list[str] = field(default_factory=list)
    registrations: Registrations = field(default_factory=lambda: Registrations(call_transform))

    def GetDeploymentInfo(self, _: Any, __: Any) -> Any:  # noqa: ANN401, N802 - Pulumi's own signature
        return resource_pb2.DeploymentInfo(supportedFeatures=FEATURES)

    def RegisterResource(self, request: Any, _: Any) -> Any:  # noqa: ANN401, N802 - the same
        urn = make_urn(request.parent, request.type, request.name)
        self.registrations.add(urn, request)
        self.requests[urn] = request
        response = resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)
        if request.custom and not self.is_preview:
            args = MockResourceArgs(
                request.type, request.name, rpc.deserialize_properties(request.object), custom=True
            )
            resource_id, told = _Cloud(REGION).new_resource(args)
            response.id = str(resource_id)
            for name in told.keys() - set(request.object):
                response.object[name] = told[name]
        return response

    def Invoke(self, request: Any, _: Any) -> Any:  # noqa: ANN401, N802 - the same
        if request.tok != "pulumi:pulumi:getResource":
            answer, _ = _Cloud(REGION).call(MockCallArgs(request.tok, dict(request.args), request.provider))
            return resource_pb2.ResourceInvokeResponse(**{"return": ParseDict(answer, Struct())})
        told = {"urn": request.args["urn"], "id": "an-id", "state": {}}
        return resource_pb2.ResourceInvokeResponse(**{"return": ParseDict(told, Struct())})

    def RegisterResourceOutputs(self, _: Any, __: Any) -> Empty:  # noqa: ANN401, N802 - the same
        return Empty()

    def Log(self, request: Any, _: Any) -> Empty:  # noqa: ANN401, N802 - the same
        if request.severity in (engine_pb2.WARNING, engine_pb2.ERROR):
            self.logged.append(request.message)
        return Empty()

    def GetRootResource(self, _: Any, __: Any) -> Any:  # noqa: ANN401, N802 - the same
        return engine_pb2.GetRootResourceResponse(urn=STACK_URN)


def call_transform(
    callback: callback_pb2.Callback, request: resource_pb2.TransformRequest
) -> resource_pb2.TransformResponse:
    """Calls a transform where its process serves it."""
    with grpc.insecure_channel(callback.target) as channel:
        asked = callback_pb2.CallbackInvokeRequest(token=callback.token, request=request.SerializeToString())
        answer = callback_pb2_grpc.CallbacksStub(channel).Invoke(asked)
    response = resource_pb2.TransformResponse()
    response.ParseFromString(answer.response)
    return response


def make_urn(parent: str, type_: str, name: str) -> str:
    """Makes a URN as the engine does."""
    parents = parent.split("::")[2] if parent else ""
    qualified = type_ if parents in ("", "pulumi:pulumi:Stack") else f"{parents}${type_}"
    return f"urn:pulumi:test::project::{qualified}::{name}"


@contextmanager
def run_engine(*, is_preview: bool = False) -> Iterator[Engine]:
    """Listens on the loopback interface."""
    engine = Engine(is_preview)
    server = grpc.server(ThreadPoolExecutor())
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(engine, server)
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    engine.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield engine
    finally:
        server.stop(None).wait()


@dataclass
class Plugin:
    """The package's plugin, running.

    Attributes:
        provider: Speaks to it.
        project: The folder that its paths begin at.
    """

    provider: Any
    project: Path

    def construct(
        self,
        engine: Engine,
        component: str,
        inputs: Mapping[str, Any],
        **options: Any,  # noqa: ANN401 - fields of the request
    ) -> provider_pb2.ConstructResponse:
        """Makes a component, as the engine does for a program.

        Args:
            engine: Where the component registers its resources.
            component: Its type, such as `BlogApi`, and its name: `BlogApi::blog`.
            inputs: Its arguments, by their names in the schema.
            options: Further fields of the request, such as `protect`.

        Raises:
            grpc.RpcError: The component refuses.
        """
        kind, _, name = component.partition("::")
        response: provider_pb2.ConstructResponse = self.provider.Construct(
            provider_pb2.ConstructRequest(
                project="project",
                stack="test",
                config={"aws:region": REGION},
                dryRun=engine.is_preview,
                monitorEndpoint=engine.address,
                type=f"blog:index:{kind}",
                name=name,
                parent=STACK_URN,
                inputs=ParseDict(dict(inputs), Struct()),
                **options,
            )
        )
        return response


@contextmanager
def run_plugin(project: Path) -> Iterator[Plugin]:
    """Starts the plugin's folder, as Pulumi's language host for Python does.

    Args:
        project: The folder of the program that uses the package.
    """
    with (
        run_engine() as engine,
        subprocess.Popen(
            [sys.executable, "-u", ROOT / "plugin", engine.address],
            cwd=project,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout
        port = int(process.stdout.readline())
        try:
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield Plugin(provider_pb2_grpc.ResourceProviderStub(channel), project)
        finally:
            process.terminate()
