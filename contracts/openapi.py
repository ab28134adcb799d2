"""The HTTP API's contract, the one that the API itself serves at `/openapi.json`."""

import json
from pathlib import Path

from functions.openapi.document import openapi_document


def documents() -> dict[Path, str]:
    """Makes the files, by their paths in the repository."""
    return {Path("docs/openapi.json"): json.dumps(openapi_document(), indent=2, ensure_ascii=False) + "\n"}
