"""JSON Schemas of the events on the bus, one for each event and version."""

import json
from pathlib import Path

from contracts import ContractError
from contracts.compatibility import incompatibilities
from contracts.message_schema import MessageSchema
from functions.domain.events import EVENTS, BlogPostEvent

_PROJECT = Path(__file__).parents[1]


class IncompatibleChangeError(ContractError):
    """An event changed in a way that its consumers do not expect within a version."""


def documents(project: Path = _PROJECT) -> dict[Path, str]:
    """Makes the files, by their paths in the repository. Those of earlier versions stay as they are.

    Args:
        project: The project's root, where the present files are.

    Raises:
        IncompatibleChangeError: A file has a version that consumers rely on, and would not keep it.
    """
    return dict(_document(event, project) for event in EVENTS)


def _document(event: type[BlogPostEvent], project: Path) -> tuple[Path, str]:
    schema = {
        "$schema": MessageSchema.schema_dialect,
        **event.model_json_schema(schema_generator=MessageSchema, mode="serialization"),
    }
    version = schema["properties"]["version"]["const"]
    path = Path(f"docs/events/{event.detail_type}.v{version}.json")
    present = project / path
    if present.is_file():
        changes = list(incompatibilities(json.loads(present.read_text("utf-8")), schema))
        if changes:
            raise IncompatibleChangeError(
                f"{path} has consumers that this breaks: {'; '.join(changes)}."
                f" Make it version {version + 1} of {event.detail_type} in functions/domain/events.py."
            )
    return path, json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
