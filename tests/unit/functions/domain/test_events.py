import json

import pytest
from pydantic import ValidationError

from functions.domain.events import BlogPostCreated, BlogPostEnriched
from tests.events import load_event


def changed(name: str, **changes: object) -> str:
    envelope = load_event(name)
    return json.dumps({**envelope, "detail": {**envelope["detail"], **changes}})


@pytest.mark.parametrize(
    ("event", "name"), [(BlogPostCreated, "blog_post_created"), (BlogPostEnriched, "blog_post_enriched")]
)
def test_an_event_is_written_as_it_was_read(
    event: type[BlogPostCreated | BlogPostEnriched], name: str
) -> None:
    envelope = load_event(name)
    detail = event.from_bus(json.dumps(envelope)).to_json()
    assert detail == json.dumps(envelope["detail"], separators=(",", ":"))
    assert event.detail_type == envelope["detail-type"]


def test_fields_that_a_consumer_does_not_know_are_ignored() -> None:
    event = BlogPostCreated.from_bus(changed("blog_post_created", mood="merry"))
    assert event == BlogPostCreated.from_bus(changed("blog_post_created"))


def test_an_event_of_another_version_is_refused() -> None:
    with pytest.raises(ValidationError, match="version"):
        BlogPostCreated.from_bus(changed("blog_post_created", version=2))
