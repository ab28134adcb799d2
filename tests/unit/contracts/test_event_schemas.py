import json
from pathlib import Path
from typing import Any, Literal

import pytest

from contracts import event_schemas
from contracts.event_schemas import IncompatibleChangeError, documents
from functions.domain.events import BlogPostCreated

CREATED = Path("docs/events/BlogPostCreated.v1.json")


class WithoutPost(BlogPostCreated):
    """Somebody posted, but it is not told what."""

    version: Literal[2] = 2  # type: ignore[assignment] # a later version is not one of the earlier


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose contracts are written."""
    for path, text in documents(tmp_path).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def change(project: Path, **changes: Any) -> None:  # noqa: ANN401 - it is JSON
    """Makes the present contract another one, as if the model had been changed since."""
    schema = json.loads((project / CREATED).read_text("utf-8"))
    (project / CREATED).write_text(json.dumps({**schema, **changes}), "utf-8")


def test_each_event_has_a_schema_for_its_version(tmp_path: Path) -> None:
    others = (Path(f"docs/events/{name}.v1.json") for name in ("BlogPostEnriched", "BlogPostRemoved"))
    assert documents(tmp_path).keys() == {CREATED, *others}


def test_all_that_an_event_has_is_always_there(tmp_path: Path) -> None:
    schema = json.loads(documents(tmp_path)[CREATED])
    assert schema["required"] == ["version", "id", "time", "post"]


def test_what_is_written_does_not_change_again(project: Path) -> None:
    assert documents(project) == documents(project)


def test_fields_can_be_added_within_a_version(project: Path) -> None:
    change(project, properties={}, required=[])
    assert '"post"' in documents(project)[CREATED]


def test_an_incompatible_change_is_refused_and_told_with_its_field(project: Path) -> None:
    properties = json.loads((project / CREATED).read_text("utf-8"))["properties"]
    change(project, properties={**properties, "mood": {"type": "string"}})
    with pytest.raises(IncompatibleChangeError, match=r"mood was removed.*version 2 of BlogPostCreated"):
        documents(project)


def test_a_new_version_has_a_file_of_its_own(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(project, properties={"mood": {"type": "string"}})
    monkeypatch.setattr(event_schemas, "EVENTS", (WithoutPost,))
    assert documents(project).keys() == {Path("docs/events/BlogPostCreated.v2.json")}
