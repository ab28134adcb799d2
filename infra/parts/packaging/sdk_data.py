"""Data of the SDK that a function needs: models and endpoints of the services that it calls."""

import json
from collections.abc import Collection
from pathlib import Path

_DATA = Path("botocore", "data")
_ENDPOINTS = _DATA / "endpoints.json"
_DOCUMENTATION = {"examples-1.json", "examples-1.json.gz"}


def is_needed(file: Path, services: Collection[str]) -> bool:
    """Says whether a file of a distribution is needed: all are but the SDK's data of other services.

    Args:
        file: The file, relative to the folder that distributions are installed in.
        services: The services that are called, by the SDK's names.
    """
    if file.name in _DOCUMENTATION:
        return False
    if not file.is_relative_to(_DATA):
        return True
    service, *rest = file.relative_to(_DATA).parts
    return not rest or service in services  # data of no service in particular lies at the top


def slim_endpoints(site: Path, services: Collection[str], target: Path) -> dict[str, Path]:
    """Writes the SDK's list of endpoints without other services: 1.25 MB, which each cold start would read.

    Args:
        site: The folder that distributions are installed in.
        services: The services that are called. Without any there is no SDK, and no list.
        target: A folder to write to.

    Returns:
        The name in the archive, with the file written.
    """
    if not services:
        return {}
    endpoints = json.loads((site / _ENDPOINTS).read_bytes())
    for partition in endpoints["partitions"]:
        partition["services"] = {
            name: service for name, service in partition["services"].items() if name in services
        }
    slim = target / _ENDPOINTS
    slim.parent.mkdir(parents=True)
    slim.write_text(json.dumps(endpoints))
    return {_ENDPOINTS.as_posix(): slim}
