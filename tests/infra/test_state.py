"""State of a stack: what must outlive slips of the hand is known by name, and guarded."""

import re
from pathlib import Path

import pulumi
import pytest

from infra.event_pipeline import EventPipeline
from preview.recording import Recording, Resource, record
from tests.infra.conftest import record_program

# Types whose resources keep something that no deployment can make again. Queues do not: what is in them is on
# its way.
KEEPING = ("dynamodb/table:Table", "sns/topic:Topic", "cognito/userPool:UserPool", "s3/bucket:Bucket")

# What a stack keeps for its people. Who adds a resource of such a type puts it here, or below with a reason.
STATE = {
    "blog-posts",
    "events-emails",  # whose subscriptions end with it
    "events-emails-sent",
    "events-subscriptions-subscribers",
    "identity-users",
    "realtime-enriched-posts",
}
PASSING = {
    "blog-posts-idempotency-keys": "kept for 24 hours",
    "realtime-deliveries": "ends with its connections",
    "realtime-subscriptions": "ends with its connections",
    "realtime-tickets-table": "kept for a minute",
    "site-files": "published again by the next deployment",
}

URNS = Path(__file__).with_name("urns.txt")


def keeping(program: Recording) -> list[Resource]:
    return [resource for resource_type in KEEPING for resource in program.of_type(resource_type)]


@pytest.fixture(scope="module")
def unprotected() -> Recording:
    """The program of a stack to try things on."""
    return record_program({"deletionProtection": "false"})


def test_whatever_keeps_something_is_known_as_state_or_as_passing(program: Recording) -> None:
    assert {resource.name for resource in keeping(program)} == STATE | PASSING.keys()


def test_pulumi_refuses_to_delete_state_before_anything_is_touched(program: Recording) -> None:
    assert {resource.name for resource in program.resources if resource.protect} == STATE


def test_aws_refuses_to_delete_state_where_it_can(program: Recording) -> None:
    for resource in keeping(program):
        if resource.name in STATE and resource.type == "aws:dynamodb/table:Table":
            assert resource["deletionProtectionEnabled"] is True
            assert resource["pointInTimeRecovery"] == {"enabled": True}
    assert program.one("cognito/userPool:UserPool", "identity-users")["deletionProtection"] == "ACTIVE"


def test_a_stack_to_try_things_on_is_destroyed_without_a_manual_step(unprotected: Recording) -> None:
    assert not [resource.name for resource in unprotected.resources if resource.protect]
    for table in unprotected.of_type("dynamodb/table:Table"):
        assert table["deletionProtectionEnabled"] is False
    assert unprotected.one("cognito/userPool:UserPool", "identity-users")["deletionProtection"] == "INACTIVE"
    assert all(bucket["forceDestroy"] for bucket in unprotected.of_type("s3/bucket:Bucket"))


def test_whatever_a_stack_had_it_still_has_or_an_alias_says_what_became_of_it(program: Recording) -> None:
    """Pulumi knows resources by their URNs: one under another URN is a new one, and the old one is deleted.

    Add new lines to urns.txt. A line may only go when the resource has an alias (docs/upgrading.md), or is
    really to be deleted, and keeps nothing.
    """
    committed = set(URNS.read_text().splitlines())
    present = {relative_urn(resource.urn) for resource in program.resources}
    aliases = {relative_urn(alias) for resource in program.resources for alias in resource.aliases}
    assert committed - present - aliases == set(), "these would be deleted"
    assert present - committed == set(), f"add these to {URNS.name}"


def relative_urn(urn: str) -> str:
    """Leaves the stack and the project out, which are not the same everywhere."""
    return re.sub(r"^urn:pulumi:[^:]+::[^:]+::", "", urn)


def test_a_component_that_is_renamed_with_an_alias_keeps_all_that_it_had() -> None:
    stream = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"

    def make(name: str, opts: pulumi.ResourceOptions | None = None) -> Recording:
        return record(lambda: EventPipeline(name, {"posts_stream_arn": stream}, opts))

    before = make("events")
    after = make("announcements", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="events")]))
    assert len(before.resources) == len(after.resources)
    for old, new in zip(before.resources, after.resources, strict=True):
        assert old.urn != new.urn
    assert {old.urn for old in before.resources} == {
        alias for new in after.resources for alias in new.aliases
    }
