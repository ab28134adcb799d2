"""Tags of all resources."""

import pytest

from emulated_aws.deployment.provider import takes_tags
from infra.tags import TAGGED_TYPES
from preview.recording import Recording
from tests.infra.conftest import record_program


@pytest.fixture(scope="module")
def tagged() -> Recording:
    return record_program({"tags": '{"team": "blog"}'})


def test_everything_that_takes_tags_is_tagged_with_project_stack_and_more(tagged: Recording) -> None:
    tags = {"project": "event-driven-blog", "stack": "test", "team": "blog"}
    assert {r.type for r in tagged.resources if r.inputs.get("tags") == tags} == TAGGED_TYPES
    assert all(r.inputs.get("tags") == tags for r in tagged.resources if r.type in TAGGED_TYPES)


def test_the_types_that_take_tags_are_those_of_the_sdk(tagged: Recording) -> None:
    types = {resource.type for resource in tagged.resources if resource.type.startswith("aws:")}
    assert {one for one in types if takes_tags(one)} == TAGGED_TYPES
