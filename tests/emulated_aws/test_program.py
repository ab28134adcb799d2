"""A Pulumi program runs against any stand-in for Pulumi's engine."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from typing import Any

import pulumi
import pytest
from google.protobuf.json_format import MessageToDict
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks
from pulumi.runtime.proto.resource_pb2 import (
    RegisterResourceRequest,
    RegisterResourceResponse,
    TransformResourceOptions,
)

from emulated_aws.program import ProgramMonitor, run_program
from emulated_aws.pulumi_sdk import SECRET, SIGNATURE
from emulated_aws.registrations import OPTIONS


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


def names(urns: Iterable[str]) -> list[str]:
    """Takes the names from URNs."""
    return [urn.rpartition("::")[2] for urn in urns]


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


class Recorder(ProgramMonitor):
    """Keeps the requests, as they are after all transforms and all that is inherited."""

    def __init__(self, mocks: Mocks, *, is_preview: bool = False) -> None:
        super().__init__(mocks, is_preview=is_preview)
        self.requests: dict[str, RegisterResourceRequest] = {}

    def RegisterResource(  # noqa: N802 - Pulumi's protocol names it
        self, request: RegisterResourceRequest
    ) -> RegisterResourceResponse:
        response = super().RegisterResource(request)
        self.requests[request.name] = request
        return response


class Box(pulumi.ComponentResource):
    """A component with a thing in a component in it."""

    def __init__(self, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("trial:index:Box", "box", None, opts)
        inner = pulumi.ComponentResource(
            "trial:index:Inner", "inner", None, pulumi.ResourceOptions(parent=self)
        )
        self.thing = Thing("thing", "small", pulumi.ResourceOptions(parent=inner))


def run_recorded(program: Callable[[], object]) -> Recorder:
    recorder = Recorder(Echo())
    run_program(program, recorder, project="trial", stack="test", config={})
    return recorder


def append(text: str) -> Callable[[pulumi.ResourceTransformArgs], pulumi.ResourceTransformResult | None]:
    """Makes a transform that makes the sizes of things longer."""

    def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != "trial:index:Thing":
            return None
        return pulumi.ResourceTransformResult({"size": f"{args.props['size']} {text}"}, args.opts)

    return transform


def test_transforms_change_properties_and_options() -> None:
    def guard(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        opts = pulumi.ResourceOptions(protect=True, ignore_changes=["color"], depends_on=args.opts.depends_on)
        return pulumi.ResourceTransformResult({"size": "huge"}, opts)

    def program() -> None:
        first = Thing("first", "small")
        opts = pulumi.ResourceOptions(transforms=[guard], depends_on=[first], retain_on_delete=True)
        Thing("told", Thing("second", "small", opts).size)

    requests = run_recorded(program).requests
    second = requests["second"]
    assert (second.protect, [*second.ignoreChanges], second.retainOnDelete) == (True, ["color"], False)
    assert names(second.dependencies) == ["first"]
    assert requests["told"].object["size"] == "huge"


def test_a_transform_that_gives_no_options_leaves_them() -> None:
    def enlarge(_: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        return pulumi.ResourceTransformResult({"size": "huge"}, None)  # type: ignore[arg-type] # as the engine has it

    opts = pulumi.ResourceOptions(transforms=[enlarge], retain_on_delete=True)
    thing = run_recorded(lambda: Thing("thing", "small", opts)).requests["thing"]
    assert (thing.object["size"], thing.retainOnDelete) == ("huge", True)


def test_transforms_of_a_resource_come_first_then_its_ancestors_and_then_the_stack_s() -> None:
    class Nested(pulumi.ComponentResource):
        def __init__(self) -> None:
            opts = pulumi.ResourceOptions(transforms=[append("outer"), append("outer again")])
            super().__init__("trial:index:Nested", "nested", None, opts)
            opts = pulumi.ResourceOptions(parent=self, transforms=[append("inner")])
            inner = pulumi.ComponentResource("trial:index:Inner", "inner", None, opts)
            Thing("thing", "own", pulumi.ResourceOptions(parent=inner, transforms=[append("thing")]))

    def program() -> None:
        pulumi.runtime.register_resource_transform(append("stack"))
        Nested()
        Thing("beside", "own")

    requests = run_recorded(program).requests
    assert requests["thing"].object["size"] == "own thing inner outer outer again stack"
    assert requests["beside"].object["size"] == "own stack"


def test_transformations_of_a_component_reach_what_is_in_it() -> None:
    def enlarge(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
        return pulumi.ResourceTransformationResult({**args.props, "size": "huge"}, args.opts)

    opts = pulumi.ResourceOptions(transformations=[enlarge])
    assert run_recorded(lambda: Box(opts)).requests["thing"].object["size"] == "huge"


@pytest.mark.parametrize("preview", [True, False])
def test_a_transform_is_handed_outputs_for_what_is_secret_or_unknown(*, preview: bool) -> None:
    handed: dict[str, object] = {}

    def look(args: pulumi.ResourceTransformArgs) -> None:
        handed[args.name] = args.props["size"]

    def extend(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if not isinstance(args.props, dict) or "size" not in args.props:
            return None
        size = pulumi.Output.concat(args.props["size"], "!")
        return pulumi.ResourceTransformResult({"size": size}, args.opts)

    def program() -> None:
        pulumi.runtime.register_resource_transform(look)
        pulumi.runtime.register_resource_transform(extend)
        plain = Thing("plain", "small")
        Thing("secret", pulumi.Output.secret("hush"))
        Thing("derived", plain.id)

    class Unknown(Echo):
        def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
            return ("" if preview else f"{args.name}-id"), {}

    recorder = Recorder(Unknown(), is_preview=preview)
    run_program(program, recorder, project="trial", stack="test", config={})
    sizes = {name: MessageToDict(request.object).get("size") for name, request in recorder.requests.items()}
    assert sizes["plain"] == "small!"
    assert sizes["secret"] == {SIGNATURE: SECRET, "value": "hush!"}
    assert sizes["derived"] == (rpc.UNKNOWN if preview else "plain-id!")
    assert handed["plain"] == "small"
    assert isinstance(handed["secret"], pulumi.Output)
    assert isinstance(handed["derived"], pulumi.Output) == preview


def test_a_transform_of_its_own_is_handed_what_comes_from_other_resources_as_outputs() -> None:
    handed: list[object] = []

    def look(args: pulumi.ResourceTransformArgs) -> None:
        handed.append(args.props["size"])

    def program() -> None:
        opts = pulumi.ResourceOptions(transforms=[look])
        Thing("second", Thing("first", "small").size, opts)

    second = run_recorded(program).requests["second"]
    assert isinstance(handed[0], pulumi.Output)
    assert second.object["size"] == "small"
    assert names(second.propertyDependencies["size"].urns) == ["first"]


def test_a_transform_may_use_outputs_of_the_program() -> None:
    def program() -> None:
        first = Thing("first", "small")

        def copy(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
            if args.name != "second":
                return None
            return pulumi.ResourceTransformResult({"size": first.id}, args.opts)

        pulumi.runtime.register_resource_transform(copy)
        Thing("second", "small")

    assert run_recorded(program).requests["second"].object["size"] == "first-id"


def test_a_stack_s_transform_makes_no_resource_wait_for_another() -> None:
    def program() -> None:
        first = Thing("first", "small")
        second = Thing("second", "small")

        def order(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
            if args.name != "third":
                return None
            return pulumi.ResourceTransformResult(args.props, pulumi.ResourceOptions(depends_on=[second]))

        pulumi.runtime.register_resource_transform(order)
        Thing("third", "small", pulumi.ResourceOptions(depends_on=[first]))

    assert names(run_recorded(program).requests["third"].dependencies) == ["first"]


def test_what_depends_on_a_component_depends_on_what_is_in_it() -> None:
    def program() -> None:
        Thing("late", "small", pulumi.ResourceOptions(depends_on=[Box()]))

    late = run_recorded(program).requests["late"]
    assert names(late.dependencies) == ["thing"]


def test_what_a_transform_protects_or_keeps_is_inherited() -> None:
    def program() -> None:
        kept_with = Thing("kept-with", "small")

        def keep(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
            if args.name != "box":
                return None
            opts = pulumi.ResourceOptions(protect=True, retain_on_delete=True, deleted_with=kept_with)
            return pulumi.ResourceTransformResult(args.props, opts)

        pulumi.runtime.register_resource_transform(keep)
        Box()

    requests = run_recorded(program).requests
    assert (requests["kept-with"].protect, requests["kept-with"].retainOnDelete) == (False, False)
    for name in ("box", "inner", "thing"):
        assert (requests[name].protect, requests[name].retainOnDelete) == (True, True)
        assert names([requests[name].deletedWith]) == ["kept-with"]


def test_what_a_resource_says_itself_is_not_inherited() -> None:
    def program() -> None:
        opts = pulumi.ResourceOptions(protect=True, retain_on_delete=True)
        parent = pulumi.ComponentResource("trial:index:Box", "box", None, opts)
        Thing("thing", "small", pulumi.ResourceOptions(parent=parent, protect=False, retain_on_delete=False))

    thing = run_recorded(program).requests["thing"]
    assert (thing.protect, thing.retainOnDelete) == (False, False)


def test_providers_that_a_transform_gives_a_component_make_what_is_in_it() -> None:
    def program() -> None:
        elsewhere = pulumi.ProviderResource("trial", "elsewhere", {})

        def move(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
            if args.name != "box":
                return None
            opts = pulumi.ResourceOptions(providers={"trial": elsewhere})
            return pulumi.ResourceTransformResult(args.props, opts)

        pulumi.runtime.register_resource_transform(move)
        Box()
        Thing("beside", "small")

    requests = run_recorded(program).requests
    assert "::elsewhere::" in requests["thing"].provider
    assert requests["beside"].provider == ""


def test_two_resources_of_one_urn_are_refused(monitor: ProgramMonitor) -> None:
    def program() -> None:
        Thing("thing", "small")
        Thing("thing", "big")

    urn = "urn:pulumi:test::trial::trial:index:Thing::thing"
    with pytest.raises(pulumi.RunError, match=f"Duplicate resource URN '{urn}'; try giving it a unique name"):
        run_program(program, monitor, project="trial", stack="test", config={})


def test_an_output_may_be_unknown_in_a_preview() -> None:
    class Unknown(Echo):
        def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
            return "", args.inputs

    def program() -> None:
        thing = Thing("thing", "small")
        pulumi.export("id", thing.id)
        pulumi.export("size", thing.size)

    monitor = ProgramMonitor(Unknown(), is_preview=True)
    outputs = run_program(program, monitor, project="trial", stack="test", config={})
    assert isinstance(outputs["id"].value, pulumi.output.Unknown)
    assert outputs["size"].value == "small"


def test_no_option_that_a_transform_may_set_is_lost() -> None:
    options = {field.name for field in TransformResourceOptions.DESCRIPTOR.fields}
    assert options == OPTIONS.keys()
    assert {*OPTIONS.values()} <= {f.name for f in RegisterResourceRequest.DESCRIPTOR.fields}
