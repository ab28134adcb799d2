"""A Pulumi program runs against any stand-in for Pulumi's engine."""

import os
import signal
import time
from typing import Any

import pulumi
import pytest
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks
from pulumi.runtime.proto.resource_pb2 import (
    RegisterResourceRequest,
    RegisterResourceResponse,
    TransformResourceOptions,
)

from emulated_aws import program as program_module
from emulated_aws.program import ProgramMonitor, run_program


class Echo(Mocks):
    """Answers each resource with its inputs."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        return f"{args.name}-id", args.inputs

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise NotImplementedError(args.token)


class Thing(pulumi.CustomResource):
    """A resource of no provider in particular."""

    size: pulumi.Output[str]

    def __init__(
        self, name: str, size: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("trial:index:Thing", name, {"size": size}, opts)


@pytest.fixture
def monitor() -> ProgramMonitor:
    return ProgramMonitor(Echo())


def test_its_outputs_are_told_with_whether_they_are_secret(monitor: ProgramMonitor) -> None:
    def program() -> None:
        first = Thing("first", pulumi.Config().require("size"))
        pulumi.export("id", Thing("second", pulumi.Output.concat("as ", first.size)).id)
        pulumi.export("size", pulumi.Output.secret(first.size))

    outputs = run_program(program, monitor, project="trial", stack="test", config={"trial:size": "big"})
    assert (outputs["id"].value, outputs["id"].secret) == ("second-id", False)
    assert (outputs["size"].value, outputs["size"].secret) == ("big", True)
    states = {resource.id: resource.state for resource in monitor.get_registered_resources().values()}
    assert states == {"first-id": {"size": "big"}, "second-id": {"size": "as big"}}


def test_its_first_failure_is_raised_and_the_next_run_knows_nothing_of_it(monitor: ProgramMonitor) -> None:
    def fail(_: str) -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        run_program(
            lambda: Thing("late", Thing("early", "big").size.apply(fail)),
            monitor,
            project="trial",
            stack="test",
            config={},
        )
    assert run_program(lambda: None, monitor, project="trial", stack="test", config={}) == {}


def test_a_run_that_is_interrupted_begins_nothing_more() -> None:
    begun = []

    class Interrupting(Echo):
        def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
            begun.append(args.name)
            if args.name == begun[0]:
                os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.5)  # what has begun goes on to its end
            return super().new_resource(args)

    def program() -> None:
        for number in range(200):
            Thing(f"thing-{number}", "big")

    with pytest.raises(KeyboardInterrupt):
        run_program(program, ProgramMonitor(Interrupting()), project="trial", stack="test", config={})
    assert 0 < len(begun) < 100


def test_a_urn_has_the_types_of_all_parents(monitor: ProgramMonitor) -> None:
    class Outer(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("trial:index:Outer", "outer")
            Inner(pulumi.ResourceOptions(parent=self))

    class Inner(pulumi.ComponentResource):
        def __init__(self, opts: pulumi.ResourceOptions) -> None:
            super().__init__("trial:index:Inner", "inner", None, opts)

    run_program(Outer, monitor, project="trial", stack="test", config={})
    assert [*monitor.get_registered_resources()] == [
        "urn:pulumi:test::trial::trial:index:Outer::outer",
        "urn:pulumi:test::trial::trial:index:Outer$trial:index:Inner::inner",
    ]


def test_transforms_change_properties_and_options() -> None:
    requests = []

    class Recorder(ProgramMonitor):
        def RegisterResource(  # noqa: N802 - Pulumi's protocol names it
            self, request: RegisterResourceRequest
        ) -> RegisterResourceResponse:
            response = super().RegisterResource(request)
            requests.append(request)
            return response

    def enlarge(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if not isinstance(args.props, dict) or "size" not in args.props:
            return None
        return pulumi.ResourceTransformResult({**args.props, "size": "huge"}, args.opts)

    async def guard(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        opts = pulumi.ResourceOptions(protect=True, ignore_changes=["color"], depends_on=args.opts.depends_on)
        return pulumi.ResourceTransformResult(args.props, opts)

    def program() -> None:
        pulumi.runtime.register_resource_transform(enlarge)
        first = Thing("first", "small")
        opts = pulumi.ResourceOptions(transforms=[guard], depends_on=[first], retain_on_delete=True)
        pulumi.export("size", Thing("second", pulumi.Output.secret("small"), opts).size)

    outputs = run_program(program, Recorder(Echo()), project="trial", stack="test", config={})
    assert outputs["size"].value == "huge"
    [second] = [request for request in requests if request.name == "second"]
    assert (second.protect, list(second.ignoreChanges), second.retainOnDelete) == (True, ["color"], False)
    assert [urn.rpartition("::")[2] for urn in second.dependencies] == ["first"]


def test_no_option_that_a_transform_may_set_is_lost() -> None:
    options = {field.name for field in TransformResourceOptions.DESCRIPTOR.fields}
    assert options == program_module._OPTIONS.keys()
    assert {*program_module._OPTIONS.values()} <= {f.name for f in RegisterResourceRequest.DESCRIPTOR.fields}
