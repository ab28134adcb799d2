"""A stack's first preview: whatever AWS would tell of a resource is unknown."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.operations import Operations
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.lambda_function import LambdaFunction, LambdaFunctionArgs
from infra.parts.queue_consumer import QueueConsumer
from infra.realtime_gateway import RealtimeGateway
from infra.site_files import SiteFiles
from infra.static_site import StaticSite
from plugin.provider import COMPONENTS
from preview.recording import Recording, record
from preview.stack import record_stack, stack_names
from tests.preview import THIS_PYTHON, recorded

ROOT = Path(__file__).parents[2]
FUNCTION: LambdaFunctionArgs = {
    "code": pulumi.AssetArchive({"own.py": pulumi.StringAsset("def handle(event, context): ...")}),
    "handler": "own.handle",
    "description": "Audits",
    "statements": [],
}


def unknowns(value: Any, known: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any input
    """Yields where an input is unknown in a preview, and what it is known to be in a deployment."""
    if isinstance(value, pulumi.output.Unknown):
        yield path, known
    elif isinstance(value, dict):
        for key, member in value.items():
            yield from unknowns(member, known[key], f"{path}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from unknowns(item, known[number], f"{path}.{number}")


def assert_previews(previewed: Recording, deployed: Recording) -> None:
    """Checks that a first preview has all of a deployment but the texts that AWS has a part in."""
    known = {resource.urn: resource for resource in deployed.resources}
    assert {resource.urn for resource in previewed.resources} == known.keys()
    assert previewed.outputs.keys() == deployed.outputs.keys()
    found = 0
    for resource in previewed.resources:
        expected = known[resource.urn]
        assert resource.inputs.keys() == expected.inputs.keys(), resource.urn
        for name, value in resource.inputs.items():
            for path, text in unknowns(value, expected.inputs[name], name):
                assert isinstance(text, str), f"{path} of {resource.urn} is unknown as a whole"
                assert resource.property_dependencies[name], f"{path} of {resource.urn} comes from nothing"
                found += 1
    assert found


@pytest.mark.parametrize("stack", stack_names(ROOT))
def test_a_stack_s_first_preview_has_all_of_its_deployment(stack: str) -> None:
    previewed = record_stack(ROOT, stack, THIS_PYTHON, is_first_preview=True)
    assert_previews(previewed, recorded(stack))


# What AWS tells of others' resources: arguments that are required, and unknown in a first preview.
MAKERS: dict[type[pulumi.ComponentResource], Callable[[aws.sns.Topic], object]] = {
    BlogApi: lambda other: BlogApi(
        "made", {"issuer": pulumi.Output.concat("https://issuer.example/", other.id), "audience": other.id}
    ),
    EventPipeline: lambda other: EventPipeline(
        "made",
        {
            "posts_stream_arn": pulumi.Output.concat(
                "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/", other.name
            )
        },
    ),
    RealtimeGateway: lambda other: RealtimeGateway("made", {"bus_name": other.name}),
    Identity: lambda _: Identity("made", {}),
    StaticSite: lambda _: StaticSite("made", {}),
    SiteFiles: lambda other: SiteFiles("made", {"bucket_name": other.name, "folder": str(ROOT / "site")}),
    Operations: lambda other: Operations(
        "made",
        {
            "nodes": [LambdaFunction("watched", FUNCTION).nodes],
            "http_api_id": other.id,
            "bus_name": other.name,
            "archive_name": other.name,
            "websocket_api_id": other.id,
            "account_concurrency": 1000,
        },
    ),
    LambdaFunction: lambda other: LambdaFunction(
        "made", {**FUNCTION, "statements": [{"actions": ["sns:Publish"], "resources": [other.arn]}]}
    ),
    QueueConsumer: lambda other: QueueConsumer(
        "made",
        {
            "rules": {"posted": {"name": other.name, "arn": other.arn, "bus_name": other.name}},
            "function": FUNCTION,
        },
    ),
    DeadLetterQueue: lambda other: DeadLetterQueue("made", {"senders": {"sns.amazonaws.com": [other.arn]}}),
}


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_component_s_first_preview_has_all_of_its_deployment(
    component: type[pulumi.ComponentResource],
) -> None:
    def program() -> None:
        MAKERS[component](aws.sns.Topic("other"))

    assert_previews(record(program, is_first_preview=True), record(program))
