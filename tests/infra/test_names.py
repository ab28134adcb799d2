"""Names on AWS: components may be called what people call theirs, and two stacks share nothing."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import botocore.session
import pulumi
import pytest

from emulated_aws.deployment.autonaming import AutoNaming
from emulated_aws.deployment.services import RESOURCE_TYPES
from infra.alarm_notifications import AlarmNotifications
from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.operations import Operations
from infra.parts.arguments import ArgumentError
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.lambda_function import LambdaFunction
from infra.parts.queue_consumer import QueueConsumer
from infra.realtime_gateway import RealtimeGateway
from infra.site_files import SiteFiles
from infra.static_site import StaticSite
from preview.recording import Recording, record
from tests.infra.conftest import ROOT, record_program
from tests.infra.test_alone import FUNCTION, RULE

NAME = "n" * 30
STACK = "s" * 10
STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"

# The most characters of names that neither botocore's models nor `limits` of the local deployment bound.
LIMITS = {
    # The model has room for an ARN.
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    "aws:dynamodb/table:Table": 255,
    # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html
    "aws:cloudfront/originAccessControl:OriginAccessControl": 64,
    # https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": 128,
}


@pytest.fixture(scope="module")
def named() -> Recording:
    """All components, with the longest names that one may give them."""

    def program() -> None:
        StaticSite(NAME, {})
        Identity(NAME, {"callback_urls": ["https://page.example/"]})
        api = BlogApi(NAME, {"issuer": "https://issuer.example", "audience": "blog"})
        EventPipeline(NAME, {"posts_stream_arn": STREAM, "http_api": api.http_api})
        gateway = RealtimeGateway(NAME, {"bus_name": "bus", "http_api": api.http_api, "access_log": True})
        SiteFiles(NAME, {"bucket_name": "bucket", "folder": str(ROOT / "site")})
        Operations(
            NAME,
            {
                "nodes": [],
                "http_api_id": "api",
                "bus_name": "bus",
                "archive_name": "archive",
                "websocket_api_id": gateway.api_id,
                "account_concurrency": 10,
            },
        )
        AlarmNotifications(NAME, {"email": "operators@blog.example"})
        DeadLetterQueue(NAME, {})

    return record(program, stack=STACK)


@pytest.fixture(scope="module")
def automatic() -> AutoNaming:
    """The automatic names of a stack whose name is as long as it may be."""
    [pattern] = re.findall(r"pattern: (.+)", (ROOT / "Pulumi.yaml").read_text())
    return AutoNaming({"pattern": pattern}, "event-driven-blog", STACK)


def longest_name(type_: str) -> int:
    """Finds how many characters AWS allows in names of a type."""
    entry = RESOURCE_TYPES[type_]
    found = [LIMITS[type_]] if type_ in LIMITS else []
    if pattern := entry.limits.get(entry.auto_named or ""):
        found.append(max(length for length in range(1, 1000) if re.fullmatch(pattern, "a" * length)))
    model = botocore.session.get_session().get_service_model(entry.service)
    shape = model.operation_model(entry.create).input_shape
    assert shape
    members = {name.lower(): one for name, one in shape.members.items()}
    if member := members.get(entry.renames.get("name", "name").lower()):
        found += [member.metadata["max"]] if "max" in member.metadata else []
    return min(found)  # fails for a type of which nothing is known


def test_every_name_that_pulumi_makes_has_room_for_thirty_characters_of_one_s_own(
    named: Recording, automatic: AutoNaming
) -> None:
    # AWS's provider makes ids of targets, permissions and distributions by itself.
    types = {one for one, entry in RESOURCE_TYPES.items() if entry.auto_named in {"name", "bucket"}}
    made = [one for one in named.resources if one.type in types and "name" not in one.inputs]
    for resource in made:
        name = automatic.name(resource.name)
        assert len(name) <= longest_name(resource.type), f"{resource.type} {name}"
    assert {one.type for one in made} >= {*LIMITS, "aws:iam/role:Role", "aws:lambda/function:Function"}


def accepts(block: Callable[..., pulumi.Resource], args: Mapping[str, Any], name: str) -> Recording | None:
    """Records a block of some name. Returns nothing if it refuses the name."""
    try:
        return record(lambda: block(name, args), stack=STACK)
    except ArgumentError as error:
        [problem] = error.problems
        assert problem.path == ("name",)
        return None


@pytest.mark.parametrize(
    ("block", "args"),
    [
        (LambdaFunction, FUNCTION),
        (QueueConsumer, {"function": FUNCTION, "rules": {"audit": RULE}}),
        (DeadLetterQueue, {}),
    ],
)
def test_a_block_takes_each_name_that_aws_has_room_for_and_no_longer_one(
    block: Callable[..., pulumi.Resource], args: Mapping[str, Any], automatic: AutoNaming
) -> None:
    recordings = [accepts(block, args, "n" * length) for length in range(30, 80)]
    accepted = [recording for recording in recordings if recording]
    assert all(recordings[: len(accepted)])
    room = [
        longest_name(one.type) - len(automatic.name(one.name))
        for one in accepted[-1].resources
        if one.type in RESOURCE_TYPES and RESOURCE_TYPES[one.type].auto_named == "name"
    ]
    assert min(room) == 0


def test_every_archive_has_a_name_that_fits_and_that_no_other_has(named: Recording) -> None:
    archives = "cloudwatch/eventArchive:EventArchive"
    [archive] = named.of_type(archives)
    assert archive["name"].startswith(f"{STACK}-{NAME}")
    assert len(archive["name"]) <= longest_name(archive.type)

    def program() -> None:
        for name in (f"{NAME[:-1]}1", f"{NAME[:-1]}2"):
            EventPipeline(name, {"posts_stream_arn": STREAM})

    names = {one["name"] for one in record(program, stack=STACK).of_type(archives)}
    assert len(names) == 2
    assert all(len(name) <= longest_name(archive.type) for name in names)


def test_two_gateways_on_one_bus_share_no_rule() -> None:
    def program() -> None:
        for name in ("one", "other"):
            RealtimeGateway(name, {"bus_name": "bus"})

    rules = record(program).of_type("cloudwatch/eventRule:EventRule")
    assert len(rules) == 6
    # AWS names them after their resources, each of its own name.
    assert all("name" not in rule.inputs for rule in rules)
    assert len({rule.name for rule in rules}) == 6


def test_only_the_rule_that_the_project_s_user_named_has_the_same_name_in_each_stack(
    program: Recording,
) -> None:
    fixed = {
        resource.inputs["name"]
        for resource in program.resources
        if "name" in resource.inputs
        and resource.type.split("/")[0] != "aws:apigatewayv2"
        and "test-" not in resource.inputs["name"]  # the stack's
    }
    [bus] = program.of_type("cloudwatch/eventBus:EventBus")
    assert "name" not in bus.inputs
    assert fixed == {"blogPostCreation", f"/aws/vendedlogs/{bus['name']}"}


def test_a_stack_for_a_pull_request_takes_no_distribution_and_no_user_pool() -> None:
    settings = {"site": "false", "issuer": "https://issuer.example", "audience": "blog"}
    recorded = record_program(settings)
    services = {resource.type.split("/")[0] for resource in recorded.resources}
    assert not services & {"aws:cloudfront", "aws:cognito", "aws:s3"}
    assert "siteUrl" not in recorded.outputs
    assert recorded.outputs["apiUrl"]


def test_stacks_can_share_a_response_headers_policy(program: Recording, equipped: Recording) -> None:
    policies = "cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
    assert (len(program.of_type(policies)), len(equipped.of_type(policies))) == (1, 0)
    [distribution] = equipped.of_type("cloudfront/distribution:Distribution")
    assert distribution["defaultCacheBehavior"]["responseHeadersPolicyId"] == "policy-of-all"


def test_nothing_waits_minutes_for_the_distribution(program: Recording) -> None:
    [distribution] = program.of_type("cloudfront/distribution:Distribution")
    assert distribution.inputs["waitForDeployment"] is False
