"""Tags of all resources."""

from emulated_aws.deployment.provider import takes_tags
from infra.tags import TAGGED_TYPES
from preview.recording import Recording


def test_everything_that_takes_tags_is_tagged_with_project_stack_and_more(equipped: Recording) -> None:
    tags = {"project": "event-driven-blog", "stack": "test", "team": "blog"}
    assert {r.type for r in equipped.resources if r.inputs.get("tags") == tags} == TAGGED_TYPES
    assert all(r.inputs.get("tags") == tags for r in equipped.resources if r.type in TAGGED_TYPES)


def test_the_types_that_take_tags_are_those_of_the_sdk(equipped: Recording) -> None:
    types = {resource.type for resource in equipped.resources if resource.type.startswith("aws:")}
    assert {one for one in types if takes_tags(one)} == TAGGED_TYPES
