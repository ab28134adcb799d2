"""Table of a stack's settings, and of what each environment has set."""

import json
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from emulated_aws.stack_file import read_stack
from infra.settings import Settings

_PROJECT = Path(__file__).parents[1]
_DOCUMENT = Path("docs", "settings.md")

# From the one that is nearest to who reads this to the one that is farthest.
_STACKS = ("local", "pr", "dev", "staging", "prod")

_HEAD = """\
# Settings of a stack

A stack is an environment, and `Pulumi.<stack>.yaml` has its settings, each as `event-driven-blog:<setting>`.
Every one has a default. A key that is not here is an error. The columns say what each environment of this
repository has set; where there is nothing, the default holds. `make contracts` writes this page from
`infra/settings.py` and the files.

"""


def documents() -> dict[Path, str]:
    """Writes the page. Returns its text by its path in the project."""
    configurations = {stack: read_stack(_PROJECT, stack) for stack in _STACKS}
    rows = [
        ("Setting", "Meaning", "Default", *(f"`{stack}`" for stack in _STACKS)),
        ("---",) * (3 + len(_STACKS)),
        (
            "`aws:region`",
            "Where to deploy: one of the regions that have Comprehend.",
            "",
            *_regions(configurations),
        ),
    ]
    for field in Settings.model_fields.values():
        values = (
            _write(configuration.get(f"{project}:{field.alias}"))
            for project, configuration in configurations.values()
        )
        rows.append((f"`{field.alias}`", _meaning(field), _write(_default(field)), *values))
    return {_DOCUMENT: _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)}


def _regions(configurations: dict[str, tuple[str, dict[str, Any]]]) -> list[str]:
    return [_write(configuration.get("aws:region")) for _, configuration in configurations.values()]


def _meaning(field: FieldInfo) -> str:
    return " ".join((field.description or "").split())


def _default(field: FieldInfo) -> object:
    return to_jsonable_python(field.get_default(call_default_factory=True))


def _write(value: object) -> str:
    return (
        "" if value in (None, [], {}, ()) else f"`{value if isinstance(value, str) else json.dumps(value)}`"
    )
