"""Imports of a function, read from its source."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from infra.parts.packaging.imports import UnreadableSdkUseError, find_imports

# The one module that may use the SDK.
CLIENTS = {
    "functions/__init__.py": "",
    "functions/runtime/__init__.py": "",
    "functions/runtime/clients.py": "from botocore.session import Session\ndef make_client(service): ...\n",
}


def project(root: Path, files: Mapping[str, str]) -> Path:
    for name, source in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    return root


def test_imports_are_followed_through_the_project_and_no_further(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "app/__init__.py": "",
            "app/shared.py": "import json\nfrom thirdparty.sub import thing\n",
            "app/unused.py": "import unwanted\n",
            "app/feature/__init__.py": "",
            "app/feature/handler.py": "from app.feature import logic\nfrom app.shared import other\n",
            "app/feature/logic.py": "import another.deep.module\n",
        },
    )
    imports = find_imports("app.feature.handler", root)
    assert sorted(source.as_posix() for source in imports.sources) == [
        "app/__init__.py",
        "app/feature/__init__.py",
        "app/feature/handler.py",
        "app/feature/logic.py",
        "app/shared.py",
    ]
    assert imports.packages == {"thirdparty", "another"}


def test_what_only_a_type_checker_imports_is_left_out(tmp_path: Path) -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import stubs\nelse:\n    import real\n"
    assert find_imports("app", project(tmp_path, {"app.py": source})).packages == {"real"}


def test_imports_inside_functions_count(tmp_path: Path) -> None:
    source = "def handle():\n    import late\n"
    assert find_imports("app", project(tmp_path, {"app.py": source})).packages == {"late"}


def test_services_are_those_that_a_client_is_made_for(tmp_path: Path) -> None:
    source = (
        "from functions.runtime.clients import make_client\n"
        "a = make_client('sqs')\ndef b():\n    return make_client('sns', region_name='x')\n"
    )
    root = project(tmp_path, {**CLIENTS, "functions/handler.py": source})
    imports = find_imports("functions.handler", root)
    assert imports.sdk_services == {"sqs", "sns"}
    assert imports.packages == {"botocore"}


@pytest.mark.parametrize(
    "line",
    [
        "import boto3",
        "import boto3.session",
        "from boto3 import client",
        "from boto3.session import Session",
        "import botocore.session",
        "from botocore.session import get_session",
        "import functions.runtime.clients",
        "from functions.runtime import clients",
        "from functions.runtime.clients import *",
        "from functions.runtime.clients import _session",
        "from functions.runtime.clients import make_client as make",
        "from functions.runtime.clients import make_client; make_client(service)",
        "from functions.runtime.clients import make_client; make_client(service_name='sqs')",
        "from functions.runtime.clients import make_client; make = make_client",
    ],
)
def test_a_client_whose_service_cannot_be_read_is_refused(tmp_path: Path, line: str) -> None:
    root = project(tmp_path, {**CLIENTS, "functions/handler.py": f"\n{line}\n"})
    with pytest.raises(UnreadableSdkUseError, match=r"functions/handler\.py:2: .*`make_client\(\"service\""):
        find_imports("functions.handler", root)


def test_what_makes_no_clients_may_be_imported_from_the_sdk(tmp_path: Path) -> None:
    source = "from botocore.config import Config\nfrom botocore.exceptions import ClientError\n"
    assert find_imports("app", project(tmp_path, {"app.py": source})).packages == {"botocore"}


def test_a_module_that_is_not_there_is_named(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/__init__.py": "", "app/handler.py": "import app.missing\n"})
    with pytest.raises(ModuleNotFoundError, match=r"app\.missing"):
        find_imports("app.handler", root)


def test_relative_imports_are_refused(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/__init__.py": "", "app/handler.py": "\nfrom . import x\n"})
    with pytest.raises(SyntaxError, match="line 2"):
        find_imports("app.handler", root)
