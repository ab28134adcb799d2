"""Names on AWS: components may be called what people call theirs, and two stacks share nothing."""

import re

import pytest

from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.realtime_gateway import RealtimeGateway
from infra.static_site import StaticSite
from preview.recording import Recording, record
from tests.infra.conftest import ROOT, record_program

NAME = "n" * 30
STACK = "s" * 10
STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"

# The longest physical names, by the API references of IAM (CreateRole), Lambda (CreateFunction), EventBridge
# (PutRule), SQS (CreateQueue), CloudFront (CreateOriginAccessControl) and CloudWatch (PutMetricAlarm), and by
# S3's bucket naming rules.
LIMITS = {
    "aws:iam/role:Role": 64,
    "aws:lambda/function:Function": 64,
    "aws:cloudwatch/eventRule:EventRule": 64,
    "aws:cloudfront/originAccessControl:OriginAccessControl": 64,
    "aws:s3/bucket:Bucket": 63,
    "aws:sqs/queue:Queue": 80,
    "aws:iam/rolePolicy:RolePolicy": 128,
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": 128,
    "aws:cognito/userPool:UserPool": 128,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
}


@pytest.fixture(scope="module")
def named() -> Recording:
    """All components, with the longest names that one may give them."""

    def program() -> None:
        StaticSite(NAME, {})
        Identity(NAME, {})
        api = BlogApi(NAME, {"issuer": "https://issuer.example", "audience": "blog"})
        EventPipeline(NAME, {"posts_stream_arn": STREAM, "http_api": api.http_api})
        RealtimeGateway(NAME, {"bus_name": "bus", "http_api": api.http_api})

    return record(program)


def autoname_length(name: str) -> int:
    """Measures the physical name that Pulumi.yaml's pattern makes of a name."""
    [pattern] = re.findall(r"pattern: (.+)", (ROOT / "Pulumi.yaml").read_text())
    assert pattern == "${stack}-${name}-${hex(7)}"
    return len(STACK) + 1 + len(name) + 1 + 7


def test_every_name_that_aws_limits_has_room_for_thirty_characters_of_one_s_own(named: Recording) -> None:
    measured = {r.type for r in named.resources} & LIMITS.keys()
    assert measured == LIMITS.keys()
    for resource in named.resources:
        if resource.type in LIMITS and "name" not in resource.inputs:
            assert autoname_length(resource.name) <= LIMITS[resource.type], resource.name


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
        and "/test-" not in resource.inputs["name"]  # the stack's
    }
    assert fixed == {"blogPostCreation"}


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
