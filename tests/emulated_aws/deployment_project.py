"""Pulumi projects to deploy."""

import zipfile
from pathlib import Path

HANDLER = """import json
def handle(event, context):
    authorizer = event["requestContext"].get("authorizer")
    return {"statusCode": 200, "body": json.dumps(authorizer["jwt"]["claims"]) if authorizer else "hello"}
"""
"""Greets a caller, or tells a caller with a token what it claims."""

SETTINGS = "  aws:region: us-east-1\n  aws:accessKey: test\n  aws:secretKey: test\n"


def write_project(folder: Path, program: str, settings: str = SETTINGS) -> Path:
    """Writes a project called `trial` with a stack `local`, and a function's archive beside it."""
    (folder / "Pulumi.yaml").write_text("name: trial\nruntime: python\n")
    (folder / "Pulumi.local.yaml").write_text(f"config:\n{settings}")
    (folder / "__main__.py").write_text(program)
    with zipfile.ZipFile(folder / "code.zip", "w") as archive:
        archive.writestr("handler.py", HANDLER)
    return folder
