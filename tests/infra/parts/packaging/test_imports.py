"""Imports of a function, read from its source."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from infra.parts.packaging.imports import find_imports


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


def test_a_module_that_is_not_there_is_named(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/__init__.py": "", "app/handler.py": "import app.missing\n"})
    with pytest.raises(ModuleNotFoundError, match=r"app\.missing"):
        find_imports("app.handler", root)


def test_relative_imports_are_refused(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/__init__.py": "", "app/handler.py": "\nfrom . import x\n"})
    with pytest.raises(SyntaxError, match="line 2"):
        find_imports("app.handler", root)
