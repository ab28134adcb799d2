import json
from pathlib import Path
from typing import Any

import pytest

from contracts.component_schema import BrokenProgramsError, documents, find_breaks, make_schema

SCHEMA = Path("plugin/schema.json")

OLD: dict[str, Any] = {
    "resources": {
        "blog:index:Hook": {
            "inputProperties": {
                "url": {"type": "string", "description": "Where to."},
                "tries": {"type": "integer", "plain": True},
            },
            "requiredInputs": ["url"],
            "properties": {"arn": {"type": "string"}},
            "required": ["arn"],
        }
    },
    "types": {
        "blog:index:Speed": {"type": "string", "enum": [{"value": "slow"}, {"value": "fast"}]},
        "blog:index:Rule": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "arn": {"type": "string"}},
            "required": ["name"],
        },
    },
}


def changed(*path: str, to: object) -> dict[str, Any]:
    """Copies the old schema, with one thing replaced."""
    new: dict[str, Any] = json.loads(json.dumps(OLD))
    *parents, last = path
    place = new
    for parent in parents:
        place = place[parent]
    place[last] = to
    return new


HOOK = ("resources", "blog:index:Hook")
RULE = ("types", "blog:index:Rule")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (changed("resources", to={}), ["Hook was removed"]),
        (changed(*HOOK, "inputProperties", "tries", to=None), ["Hook.tries was removed"]),
        (
            changed(*HOOK, "inputProperties", "tries", to={"type": "string", "plain": True}),
            ["Hook.tries changed its type"],
        ),
        # What was an output of another resource cannot be given any more.
        (
            changed(*HOOK, "inputProperties", "url", to={"type": "string", "plain": True}),
            ["Hook.url changed its type"],
        ),
        (changed(*HOOK, "requiredInputs", to=["url", "tries"]), ["Hook.tries is newly required"]),
        (changed(*HOOK, "properties", to={}), ["Hook.arn was removed"]),
        (changed(*HOOK, "required", to=[]), ["Hook.arn may be absent"]),
        (changed(*RULE, "required", to=["name", "arn"]), ["Rule.arn is newly required"]),
        (
            changed(*RULE, to={"type": "object", "properties": {"arn": {"type": "string"}}}),
            ["Rule.name was removed"],
        ),
        (changed(*RULE, "required", to=[]), ["Rule.name may be absent"]),
        (
            changed("types", "blog:index:Speed", "enum", to=[{"value": "fast"}]),
            ["Speed may not be 'slow' any more"],
        ),
    ],
)
def test_what_breaks_programs_is_told(new: dict[str, Any], told: list[str]) -> None:
    assert list(find_breaks(OLD, new)) == told


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        changed(*HOOK, "inputProperties", "url", "description", to="In other words."),
        changed(*HOOK, "inputProperties", "pause", to={"type": "integer"}),
        changed(*HOOK, "requiredInputs", to=[]),
        changed(*HOOK, "properties", "name", to={"type": "string"}),
        changed(*RULE, "properties", "bus", to={"type": "string"}),
    ],
)
def test_words_additions_and_fewer_demands_break_nothing(new: dict[str, Any]) -> None:
    assert list(find_breaks(OLD, new)) == []


def present(project: Path, version: str) -> None:
    """Puts an earlier schema into a project, whose pipeline had an input that it has not any more."""
    schema = {**make_schema(), "version": version}
    schema["resources"]["blog:index:EventPipeline"]["inputProperties"]["tone"] = {"type": "string"}
    project.joinpath("plugin").mkdir()
    project.joinpath(SCHEMA).write_text(json.dumps(schema), "utf-8")


def test_a_version_keeps_what_it_promises(tmp_path: Path) -> None:
    present(tmp_path, "0.2.7")
    with pytest.raises(BrokenProgramsError, match=r"EventPipeline.tone was removed\. Raise 0\.2\.7 in"):
        documents(tmp_path)


def test_another_version_may_break_what_an_earlier_one_promised(tmp_path: Path) -> None:
    present(tmp_path, "0.1.9")
    assert json.loads(documents(tmp_path)[SCHEMA])["version"] == "0.2.0"
