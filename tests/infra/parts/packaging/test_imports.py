"""Imports of a function, read from its source."""

from collections.abc import Mapping
from importlib.machinery import EXTENSION_SUFFIXES
from keyword import iskeyword
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.parts.packaging.imports import find_imports

HANDLE = "def handle(event, context): ...\n"


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
            "app/shared.py": "import json\nfrom thirdparty.sub import thing\nother = 1\n",
            "app/unused.py": "import unwanted\n",
            "app/feature/__init__.py": "",
            "app/feature/handler.py": "from app.feature import logic\nfrom app.shared import other\n"
            + HANDLE,
            "app/feature/logic.py": "import another.deep.module\n",
        },
    )
    imports = find_imports("app.feature.handler.handle", root)
    assert sorted(source.as_posix() for source in imports.sources) == [
        "app/__init__.py",
        "app/feature/__init__.py",
        "app/feature/handler.py",
        "app/feature/logic.py",
        "app/shared.py",
    ]
    assert imports.packages == {"thirdparty": "app/shared.py:2", "another": "app/feature/logic.py:1"}


def test_what_only_a_type_checker_imports_is_left_out(tmp_path: Path) -> None:
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import stubs\nelse:\n    import real\n"
        + HANDLE
    )
    assert find_imports("app.handle", project(tmp_path, {"app.py": source})).packages.keys() == {"real"}


def test_imports_inside_functions_count(tmp_path: Path) -> None:
    source = "def handle():\n    import late\n"
    assert find_imports("app.handle", project(tmp_path, {"app.py": source})).packages.keys() == {"late"}


def test_relative_imports_are_followed(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "app/__init__.py": "from . import log\n",
            "app/log.py": "",
            "app/store.py": "class Store: ...\n",
            "app/feature/__init__.py": "",
            "app/feature/handler.py": f"from .logic import decide\nfrom ..store import Store\n{HANDLE}",
            "app/feature/logic.py": "def decide(): ...\n",
        },
    )
    sources = {source.as_posix() for source in find_imports("app.feature.handler.handle", root).sources}
    assert {"app/log.py", "app/store.py", "app/feature/logic.py"} <= sources


def test_a_project_may_have_several_packages_and_folders_without_an_init(tmp_path: Path) -> None:
    root = project(
        tmp_path,
        {
            "handlers/check.py": "from shared.text import a\nfrom handlers import rules\nimport settings\n"
            + HANDLE,
            "handlers/rules.py": "",
            "shared/text.py": "a = 1\n",
            "settings.py": "import redis\n",
            "redis/compose.yaml": "",
        },
    )
    imports = find_imports("handlers.check.handle", root)
    assert sorted(source.as_posix() for source in imports.sources) == [
        "handlers/check.py",
        "handlers/rules.py",
        "settings.py",
        "shared/text.py",
    ]
    assert imports.packages == {"redis": "settings.py:1"}


def test_an_import_by_a_text_counts(tmp_path: Path) -> None:
    source = "import importlib\nimportlib.import_module('late')\n__import__('later')\n" + HANDLE
    assert find_imports("app.handle", project(tmp_path, {"app.py": source})).packages.keys() == {
        "late",
        "later",
    }


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
        ("from app import missing\n", r"app/handler\.py:1: there is no module app\.missing"),
        ("from app.other import missing\n", r"app/handler\.py:1: there is no module app\.other\.missing"),
        ("try:\n    pass\nexcept ImportError:\n    from app import missing\n", r"app/handler\.py:4: "),
        (
            "try:\n    import app.missing\nexcept ImportError as error:\n    raise SystemExit from error\n",
            r"py:2: ",
        ),
        ("__import__('.x')\n", r"app/handler\.py:1: the source does not say"),
    ],
)
def test_what_cannot_be_followed_is_named(tmp_path: Path, source: str, said: str) -> None:
    files = {"app/__init__.py": "", "app/handler.py": source + HANDLE, "app/other.py": ""}
    root = project(tmp_path, {**files, "folder/other.py": ""})
    with pytest.raises(ImportError, match=said):
        find_imports("app.handler.handle", root)


OPTIONAL = {
    "there is another way": "try:\n    import ujson as json\nexcept ImportError:\n    import json\n",
    "or none": "try:\n    import ujson\nexcept (ModuleNotFoundError, AttributeError):\n    ujson = None\n",
    "a module of one's own": "try:\n    from app import ujson\nexcept ImportError:\n    ujson = None\n",
    "it is ignored": "import contextlib\nwith contextlib.suppress(ImportError):\n    import ujson\n",
}


@pytest.mark.parametrize("source", OPTIONAL.values(), ids=OPTIONAL)
def test_an_import_that_may_fail_is_left_out_if_nothing_provides_it(tmp_path: Path, source: str) -> None:
    root = project(tmp_path, {"app.py": source + HANDLE})
    assert find_imports("app.handle", root).packages == {}
    [place] = [f"app.py:{line}" for line, text in enumerate(source.splitlines(), 1) if " ujson" in text][:1]
    if "from app" not in source:
        assert find_imports("app.handle", root, {"ujson"}).packages == {"ujson": place}


CHAIN = """try:
    import orjson as json
except ImportError:
    try:
        import ujson as json
    except ImportError:
        import simplejson as json
"""


@pytest.mark.parametrize(
    ("provided", "packaged"),
    [
        ({"orjson"}, {"orjson"}),
        ({"ujson"}, {"ujson"}),
        ({"orjson", "simplejson"}, {"orjson", "simplejson"}),
        (set(), {"simplejson"}),  # and the lock file lacks it: an error
    ],
)
def test_a_fallback_is_needed_if_nothing_before_it_is_there(
    tmp_path: Path, provided: set[str], packaged: set[str]
) -> None:
    root = project(tmp_path, {"app.py": CHAIN + HANDLE})
    assert find_imports("app.handle", root, provided).packages.keys() == packaged


@pytest.mark.parametrize(
    "listing", ['= ["logic"]', ': list[str] = ["logic"]', '= ("logic", "x")', '= []\n__all__ += ["logic"]']
)
def test_a_module_that_only_all_names_is_imported_with_everything(tmp_path: Path, listing: str) -> None:
    files = {"app/__init__.py": f"x = 1\n__all__ {listing}\n", "app/logic.py": ""}
    root = project(tmp_path, {**files, "main.py": f"from app import *\n{HANDLE}"})
    assert Path("app/logic.py") in find_imports("main.handle", root).sources
    (root / "app" / "logic.py").rename(root / "app" / "logic.abi3.so")
    with pytest.raises(ImportError, match=r"main\.py:1: app\.logic is .* build a wheel"):
        find_imports("main.handle", root)


def test_all_that_is_computed_names_no_module(tmp_path: Path) -> None:
    files = {
        "app.py": "__all__ = [n for n in dir() if n[0] != '_']\n",
        "main.py": f"from app import *\n{HANDLE}",
    }
    assert find_imports("main.handle", project(tmp_path, files)).sources == {Path("app.py"), Path("main.py")}


@pytest.mark.parametrize("name", ["app/fast{}", "app/fast/__init__{}", "fast{}"])
@pytest.mark.parametrize("suffix", [EXTENSION_SUFFIXES[0], ".abi3.so", ".pyd", ".pyc"])
def test_a_compiled_module_is_refused_with_the_remedy(tmp_path: Path, name: str, suffix: str) -> None:
    source = "import fast\n" if name.startswith("fast") else "from app import fast\n"
    compiled = name.format(suffix)
    root = project(tmp_path, {"app/__init__.py": "", "app/handler.py": source + HANDLE, compiled: ""})
    with pytest.raises(ImportError, match=r"app/handler\.py:1: .*fast is .* build a wheel") as refused:
        find_imports("app.handler.handle", root)
    assert compiled in str(refused.value)


def test_a_compiled_module_that_has_its_source_beside_it_is_taken_as_the_source(tmp_path: Path) -> None:
    files = {"app.py": "import fast\n" + HANDLE, "fast.py": "", "fast.abi3.so": ""}
    assert find_imports("app.handle", project(tmp_path, files)).sources == {Path("app.py"), Path("fast.py")}


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        ("", "handler: '' must be a module and a function"),
        ("handle", "must be a module and a function"),
        (".handle", "must be a module and a function"),
        ("app/main.handle", "must be a module and a function"),
        (f"app.main.{'h' * 128}", "at most 128 characters"),
        ("main.py", "handler: there is no module main"),
        ("app.main.py", "handler: app.main in .* has no function 'py'"),
        ("app.main", "handler: app in .* has no function 'main'"),
        ("app.main.method", "has no function 'method'"),
        ("app.main.local", "has no function 'local'"),
        ("folder.handle", "handler: folder in .* has no function 'handle'"),
    ],
)
def test_a_handler_that_is_not_there_is_refused(tmp_path: Path, handler: str, said: str) -> None:
    source = "class App:\n    def method(self):\n        local = 1\n"
    root = project(tmp_path, {"app/__init__.py": "", "app/main.py": source, "folder/other.py": HANDLE})
    with pytest.raises((ValueError, ImportError), match=said):
        find_imports(handler, root)


@pytest.mark.parametrize(
    "source",
    [
        "handle = make_handler()\n",
        "from app.other import handle\n",
        "from app.other import *\n",
        "try:\n    import json\nexcept ImportError:\n    pass\nelse:\n    def handle(event, context): ...\n",
        "def make():\n    global handle\n    handle = print\nmake()\n",
        "def __getattr__(name): ...\n",
    ],
)
def test_a_handler_may_be_made_in_any_way(tmp_path: Path, source: str) -> None:
    root = project(tmp_path, {"app/main.py": source, "app/other.py": HANDLE})
    assert Path("app/main.py") in find_imports("app.main.handle", root).sources


IDENTIFIERS = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: not iskeyword(name))


@given(st.lists(IDENTIFIERS, min_size=2, max_size=5))
def test_a_handler_is_found_wherever_it_is(names: list[str]) -> None:
    *folders, module, function = ["app", *names]
    file = Path(*folders, module).with_suffix(".py")
    with TemporaryDirectory() as folder:
        root = project(Path(folder), {file.as_posix(): f"def {function}(event, context): ...\n"})
        assert find_imports(".".join(["app", *names]), root).sources == {file}


@given(st.text())
def test_any_other_text_is_no_handler(text: str) -> None:
    with TemporaryDirectory() as folder, pytest.raises((ValueError, ImportError), match="handler"):
        find_imports(text, Path(folder))


def test_an_error_that_only_compiling_finds_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError, match=r"'return' outside function \(app\.py, line 2\)"):
        find_imports("app.handle", project(tmp_path, {"app.py": HANDLE + "return\n"}))
