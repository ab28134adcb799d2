"""Writes the contracts, and the tables and pages that the code says, or checks that they are what it says.

`python -m contracts write|check`
"""

from emulated_aws.command import begin_command

if __name__ == "__main__":
    begin_command()

import argparse
import sys
from pathlib import Path

from contracts import (
    ContractError,
    asyncapi,
    component_pages,
    component_schema,
    event_schemas,
    openapi,
    settings,
)

_PROJECT = Path(__file__).parents[1]


def main() -> None:
    """Runs the command. `check` ends with 1 if a file is not what it would be written as."""
    parser = argparse.ArgumentParser(prog="python -m contracts", description=__doc__)
    parser.add_argument("command", choices=["write", "check"])
    command = parser.parse_args().command
    try:
        documents = {
            path: text
            for kind in (openapi, asyncapi, event_schemas, settings, component_schema, component_pages)
            for path, text in kind.documents().items()
        }
    except ContractError as error:
        sys.exit(f"{error}")
    if command == "write":
        write(documents, _PROJECT)
    elif drifted := find_drift(documents, _PROJECT):
        names = ", ".join(map(str, drifted))
        sys.exit(f"Not what the code says any more: {names}. Run `make contracts`, and look at the changes.")


def write(documents: dict[Path, str], project: Path) -> None:
    """Writes documents.

    Args:
        documents: Their texts, by their paths in the project.
        project: The project's root.
    """
    for path, text in documents.items():
        file = project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def find_drift(documents: dict[Path, str], project: Path) -> list[Path]:
    """Finds the documents whose files are absent or say something else.

    Args:
        documents: Their texts, by their paths in the project.
        project: The project's root.
    """
    return [
        path
        for path, text in documents.items()
        if not (project / path).is_file() or (project / path).read_text("utf-8") != text
    ]


if __name__ == "__main__":
    main()
