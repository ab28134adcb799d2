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
    assert imports.packages == {"thirdparty": "app/shared.py:2", "another": "app/feature/logic.py:1"}


def test_what_only_a_type_checker_imports_is_left_out(tmp_path: Path) -> None:
    source = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import stubs\nelse:\n    import real\n"
    assert find_imports("app", project(tmp_path, {"app.py": source})).packages.keys() == {"real"}


def test_imports_inside_functions_count(tmp_path: Path) -> None:
    source = "def handle():\n    import late\n"
    assert find_imports("app", project(tmp_path, {"app.py": source})).packages.keys() == {"late"}


def test_relative_imports_are_followed(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "app/__init__.py": "from . import log\n",
            "app/log.py": "",
            "app/store.py": "",
            "app/feature/__init__.py": "",
            "app/feature/handler.py": "from .logic import decide\nfrom ..store import Store\n",
            "app/feature/logic.py": "",
        },
    )
    sources = {source.as_posix() for source in find_imports("app.feature.handler", root).sources}
    assert {"app/log.py", "app/store.py", "app/feature/logic.py"} <= sources


def test_a_project_may_have_several_packages_and_folders_without_an_init(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "handlers/check.py": "from shared.text import a\nfrom handlers import rules\nimport settings\n",
            "handlers/rules.py": "",
            "shared/text.py": "",
            "settings.py": "import redis\n",
            "redis/compose.yaml": "",
        },
    )
    imports = find_imports("handlers.check", root)
    assert sorted(source.as_posix() for source in imports.sources) == [
        "handlers/check.py",
        "handlers/rules.py",
        "settings.py",
        "shared/text.py",
    ]
    assert imports.packages == {"redis": "settings.py:1"}


def test_an_import_by_a_text_counts(tmp_path: Path) -> None:
    source = "import importlib\nimportlib.import_module('late')\n__import__('later')\n"
    assert find_imports("app", project(tmp_path, {"app.py": source})).packages.keys() == {"late", "later"}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import app.missing\n", r"app/handler\.py:1: there is no module app\.missing"),
        ("\nfrom folder import missing\n", r"app/handler\.py:2: there is no module folder\.missing"),
        ("\nfrom ... import x\n", r"app/handler\.py:2: .*beyond top-level package"),
        (
            "import importlib\nimportlib.import_module(name)\n",
            r"app/handler\.py:2: .*`importlib\.import_module",
        ),
        ("__import__('.x')\n", r"app/handler\.py:1: the source does not say"),
    ],
)
def test_what_cannot_be_followed_is_named(tmp_path: Path, source: str, said: str) -> None:
    root = project(tmp_path, {"app/__init__.py": "", "app/handler.py": source, "folder/other.py": ""})
    with pytest.raises(ImportError, match=said):
        find_imports("app.handler", root)
