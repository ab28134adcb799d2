from pathlib import Path

from contracts import asyncapi, event_schemas, openapi
from contracts.__main__ import find_drift, write

DOCUMENTS = {Path("docs/a.json"): "{}\n", Path("docs/events/é.json"): '"é"\n'}


def test_what_was_written_has_not_drifted(tmp_path: Path) -> None:
    write(DOCUMENTS, tmp_path)
    assert find_drift(DOCUMENTS, tmp_path) == []


def test_a_file_that_is_absent_or_says_something_else_has_drifted(tmp_path: Path) -> None:
    write(DOCUMENTS, tmp_path)
    (tmp_path / "docs/a.json").write_text("{ }\n")
    (tmp_path / "docs/events/é.json").unlink()
    assert find_drift(DOCUMENTS, tmp_path) == list(DOCUMENTS)


def test_every_contract_is_a_file_of_its_own() -> None:
    paths = [*openapi.documents(), *asyncapi.documents(), *event_schemas.documents()]
    assert len(paths) == len(set(paths))
