"""Tags of all resources."""

from typing import Any

import pulumi
import pulumi_aws as aws
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2

from emulated_aws.deployment.provider import takes_tags
from emulated_aws.program import ProgramMonitor, run_program
from infra.tags import TAGGED_TYPES, tag_all_resources
from preview.recording import Recording


class Cloud(Mocks):
    """Takes every resource as it is."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        return args.name, args.inputs

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        raise NotImplementedError(args.token)


class Requests(ProgramMonitor):
    """Keeps what is registered, as the transforms leave it."""

    def __init__(self) -> None:
        super().__init__(Cloud())
        self.of_queues: list[resource_pb2.RegisterResourceRequest] = []

    def RegisterResource(  # noqa: N802 - Pulumi's protocol names it
        self, request: resource_pb2.RegisterResourceRequest
    ) -> resource_pb2.RegisterResourceResponse:
        response = super().RegisterResource(request)
        if request.type == "aws:sqs/queue:Queue":
            self.of_queues.append(request)
        return response


def test_everything_that_takes_tags_is_tagged_with_project_stack_and_more(equipped: Recording) -> None:
    tags = {"project": "event-driven-blog", "stack": "test", "team": "blog"}
    assert {r.type for r in equipped.resources if r.inputs.get("tags") == tags} == TAGGED_TYPES
    assert all(r.inputs.get("tags") == tags for r in equipped.resources if r.type in TAGGED_TYPES)


def test_tagging_takes_no_option_from_a_resource() -> None:
    """The SDK gives transforms not all options, so giving them back would lose some."""

    def program() -> None:
        tag_all_resources({})
        options = pulumi.ResourceOptions(
            protect=True, delete_before_replace=False, hide_diffs=["name"], ignore_changes=["name"]
        )
        aws.sqs.Queue("queue", opts=options)

    monitor = Requests()
    run_program(program, monitor, project="project", stack="test", config={})
    [request] = monitor.of_queues
    assert dict(request.object["tags"]) == {"project": "project", "stack": "test"}
    assert (request.protect, list(request.hideDiffs), list(request.ignoreChanges)) == (
        True,
        ["name"],
        ["name"],
    )
    assert request.deleteBeforeReplaceDefined


def test_the_types_that_take_tags_are_those_of_the_sdk(equipped: Recording) -> None:
    types = {resource.type for resource in equipped.resources if resource.type.startswith("aws:")}
    assert {one for one in types if takes_tags(one)} == TAGGED_TYPES
