"""Archives of the functions of any project."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.parts.packaging import FunctionCode, Platform, package_function
from infra.parts.packaging.archive import zip_files

ROOT = Path(__file__).parents[4]
EXAMPLE = ROOT / "examples" / "fraud_check"
LOCK = EXAMPLE / "fraud_check" / "requirements.txt"
"""boto3, and what that needs."""

PACKAGE = """
import sys
from pathlib import Path
from infra.parts.packaging import Platform, package_function
here = Path.cwd()
package_function(
    "app.handler.handle",
    root=here,
    lock=here / "lock.txt",
    include=["app/**"],
    platform=Platform(sys.argv[1]),
)
"""
[SIX] = re.findall(r"^six==.*?(?=^\S|\Z)", LOCK.read_text(), re.DOTALL | re.MULTILINE)

HANDLE = "def handle(event, context): ...\n"

CALL = "from app.handler import handle; print(handle({}, None))"


def project(root: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return root


def package(root: Path, *include: str) -> FunctionCode:
    # What the example has installed, for it has the same lock file.
    installed, here = EXAMPLE / ".build" / "distributions", root / ".build" / "distributions"
    installed.mkdir(parents=True, exist_ok=True)
    here.parent.mkdir(exist_ok=True)
    if not here.exists():
        here.symlink_to(installed)
    return package_function(
        "app.handler.handle",
        root=root,
        lock=LOCK,
        include=include,
        platform=Platform.HOST,
    )


def call(archive: str | Path, folder: Path) -> str:
    """Calls a packaged function where there is nothing but its archive and the standard library."""
    with zipfile.ZipFile(archive) as packaged:
        packaged.extractall(folder)
    called = subprocess.run(
        [sys.executable, "-S", "-c", CALL],
        check=True,
        cwd=folder,
        env={"AWS_DEFAULT_REGION": "eu-west-1"},
        capture_output=True,
        text=True,
    )
    return called.stdout.strip()


def test_a_project_s_own_code_runs_however_it_imports_and_makes_clients(tmp_path: Path) -> None:
    source = """import boto3
from boto3.session import Session
from .rules import limit

def handle(event, context):
    made = [boto3.client("s3"), Session().client("sqs"), boto3.resource("dynamodb").meta.client]
    return [client.meta.service_model.service_name for client in made] + [limit]
"""
    root = project(tmp_path / "source", {"app/handler.py": source, "app/rules.py": "limit = 3\n"})
    assert call(package(root)["code"].path, tmp_path / "unpacked") == "['s3', 'sqs', 'dynamodb', 3]"


def test_files_that_code_reads_are_included_by_patterns(tmp_path: Path) -> None:
    source = """from pathlib import Path

def handle(event, context):
    here = Path(__file__).parent
    return sorted(str(path.relative_to(here)) for path in here.rglob("*.txt"))
"""
    files = {"app/handler.py": source, "app/a.txt": "", "app/more/b.txt": "", "app/more/.env": "secret"}
    root = project(tmp_path / "source", files)
    packaged = package(root, "app/*.txt", "app/more/*")
    assert call(packaged["code"].path, tmp_path / "unpacked") == "['a.txt', 'more/b.txt']"
    assert not (tmp_path / "unpacked" / "app" / "more" / ".env").exists()
    with pytest.raises(FileNotFoundError, match=r"no file in .* matches 'app/\*\.json'"):
        package(root, "app/*.json")


def test_a_package_that_is_not_locked_is_named_with_who_imports_it_and_the_project_s_lock_file(
    tmp_path: Path,
) -> None:
    root = project(tmp_path, {"app/handler.py": "import json\nimport requests\n" + HANDLE})
    lock = re.escape("examples/fraud_check/fraud_check/requirements.txt")
    with pytest.raises(LookupError, match=rf"app/handler\.py:2 imports requests, which nothing in .*{lock}"):
        package(root)
    with pytest.raises(
        LookupError, match=r"app/handler\.py:2 imports requests, .*`lock`, which was not given"
    ):
        package_function("app.handler.handle", root=root)


def test_an_archive_is_made_again_when_a_file_gets_another_name(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/handler.py": HANDLE, "app/a.txt": "same"})
    before = Path(package(root, "app/*.txt")["code"].path).read_bytes()
    (root / "app" / "a.txt").rename(root / "app" / "b.txt")
    assert Path(package(root, "app/*.txt")["code"].path).read_bytes() != before


@pytest.mark.parametrize("other", [{"root": "two"}, {"include": ["app/*.txt"]}, {"lock": "one/lock.txt"}])
def test_calls_for_one_handler_that_differ_make_archives_of_their_own(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    for name in ("one", "two"):
        project(tmp_path / name, {"app/handler.py": f"{HANDLE}# {name}\n", "app/a.txt": "", "lock.txt": ""})
    cache = tmp_path / "cache"
    paths = {name: tmp_path / path for name, path in other.items() if name != "include"}
    one = package_function("app.handler.handle", root=tmp_path / "one", cache=cache)["code"].path
    before = Path(one).read_bytes()
    call = {"root": tmp_path / "one", "cache": cache, **other, **paths}
    assert package_function("app.handler.handle", **call)["code"].path != one
    assert Path(one).read_bytes() == before


def test_an_environment_of_uv_s_which_has_no_pip_will_do(tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    environment = tmp_path / "environment"
    python = environment / "bin" / "python"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, environment], check=True)
    subprocess.run(
        [uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", ROOT / "requirements.txt"],
        check=True,
    )
    assert subprocess.run([python, "-c", "import pip"], check=False, capture_output=True).returncode

    source = "import six\n\ndef handle(event, context):\n    return six.__name__\n"
    root = project(tmp_path / "source", {"app/handler.py": source, "lock.txt": SIX})
    subprocess.run(
        [python, "-c", PACKAGE, "host"], check=True, cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    [archive] = root.glob(".build/host/*.zip")
    assert call(archive, tmp_path / "unpacked") == "six"


def test_a_project_needs_no_distributions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "def handle(event, context):\n    return 'alone'\n"
    root = project(tmp_path / "source", {"app/handler.py": source})
    monkeypatch.setenv("PATH", "")  # nor uv
    monkeypatch.setattr("sysconfig.get_path", lambda _: "")
    packaged = package_function("app.handler.handle", root=root)
    assert call(packaged["code"].path, tmp_path / "unpacked") == "alone"


def test_neither_order_nor_time_nor_mode_shows_in_an_archive(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        path.write_text("the same")
    other.chmod(0o755)
    os.utime(other, (0, 0))
    stored = zipfile.ZIP_STORED
    assert zip_files({"a": one, "b": other}, stored) == zip_files({"b": one, "a": other}, stored)


# What a builder's environment may have: variables, and options of Python.
ENVIRONMENTS: dict[str, tuple[Mapping[str, str], Sequence[str]]] = {
    "clean": ({}, []),
    "PYTHONOPTIMIZE": ({"PYTHONOPTIMIZE": "2"}, []),
    "-O": ({}, ["-O"]),
    "-OO": ({}, ["-OO"]),
    "-X": ({}, ["-X", "no_debug_ranges", "-X", "utf8=0", "-X", "pycache_prefix=elsewhere"]),
    "PYTHONPYCACHEPREFIX": ({"PYTHONPYCACHEPREFIX": "elsewhere"}, []),
    "PYTHONNODEBUGRANGES": ({"PYTHONNODEBUGRANGES": "1"}, []),
    "PYTHONDONTWRITEBYTECODE": ({"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "1"}, []),
    "PYTHONSAFEPATH": ({"PYTHONSAFEPATH": "1", "PYTHONHASHSEED": "2"}, ["-P"]),
    "locale": (
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati"},
        [],
    ),
    "SOURCE_DATE_EPOCH": ({"SOURCE_DATE_EPOCH": "1"}, []),
    "uv": (
        {
            "UV_COMPILE_BYTECODE": "1",
            "UV_LINK_MODE": "symlink",
            "UV_NO_BINARY": "1",
            "UV_PRERELEASE": "allow",
            "UV_CONFIG_FILE": "uv.toml",
            "UV_REQUIRE_HASHES": "0",
            "UV_TARGET": "elsewhere",
        },
        [],
    ),
    "pip": ({"PIP_USER": "1", "PIP_TARGET": "elsewhere", "PIP_NO_BINARY": ":all:"}, []),
}


def test_the_same_sources_give_the_same_bytes_in_any_environment(tmp_path: Path) -> None:
    source = 'import six\n\ndef handle(event, context):\n    """Says something."""\n    assert event\n'
    files = {
        "app/handler.py": source,
        "app/grüße.txt": "",
        "app/data/b": "",
        "app/data/a": "",
        "lock.txt": SIX,
    }
    building = {}
    for number, (name, (variables, options)) in enumerate(ENVIRONMENTS.items()):
        given = dict(reversed(files.items())) if number % 2 else files
        config = (
            {"uv.toml": "[pip]\nno-binary = [':all:']\ncompile-bytecode = true\n"} if name == "uv" else {}
        )
        root = project(tmp_path / name, {**given, **config})
        (root / "app" / "grüße.txt").chmod(0o755 if number % 2 else 0o600)
        building[name] = subprocess.Popen(
            [sys.executable, *options, "-c", PACKAGE, "lambda"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
            umask=0o077 if number % 2 else 0o002,
            stderr=subprocess.PIPE,
            text=True,
        )
    errors = {name: child.communicate()[1] for name, child in building.items()}
    assert {name: child.returncode for name, child in building.items()} == dict.fromkeys(building, 0), errors
    archives = {name: [*(tmp_path / name).glob(".build/lambda/*.zip")] for name in building}
    made = {name: archive.read_bytes() for name, [archive] in archives.items()}
    assert len({archive.name for [archive] in archives.values()}) == 1
    assert [name for name, content in made.items() if content != made["clean"]] == []
    assert str(tmp_path).encode() not in made["clean"]
    assert str(Path.home()).encode() not in made["clean"]
    with zipfile.ZipFile(archives["clean"][0]) as archive:
        assert {"app/handler.py", "app/grüße.txt", "six.py"} <= set(archive.namelist())
        assert len([name for name in archive.namelist() if name.endswith(".pyc")]) == 2


def test_a_link_that_leads_out_and_a_special_file_are_refused(tmp_path: Path) -> None:
    root = project(tmp_path / "source", {"app/handler.py": HANDLE, "app/a.txt": "", "secret": ""})
    project(tmp_path, {"outside": "secret", "shared/logic.py": ""})
    made: dict[str, Callable[[Path], None]] = {
        "out": lambda path: path.symlink_to(tmp_path / "outside"),
        "nowhere": lambda path: path.symlink_to("missing"),
        "pipe": os.mkfifo,
    }
    for name, make in made.items():
        make(root / "app" / name)
        with pytest.raises(ValueError, match=rf"app/{name} is not (in|a file)"):
            package(root, "app/*")
        (root / "app" / name).unlink()
    (root / "app" / "inside").symlink_to(root / "secret")
    assert package(root, "app/*")

    project(root, {"app/handler.py": "from app.shared import logic\n" + HANDLE})
    (root / "app" / "shared").symlink_to(tmp_path / "shared")
    with pytest.raises(ValueError, match=r"app/shared/logic\.py is not in"):
        package(root)


@pytest.mark.parametrize("pattern", ["../outside", "app/../../outside", "app/../app/a.txt"])
def test_a_pattern_stays_in_the_project(tmp_path: Path, pattern: str) -> None:
    root = project(tmp_path / "source", {"app/handler.py": HANDLE, "app/a.txt": "", "../outside": ""})
    with pytest.raises(ValueError, match=r"\.\. is not in|\.\./outside is not in|a\.txt is not in"):
        package(root, pattern)
    with pytest.raises(ValueError, match="outside is not in"):
        package(root, str(tmp_path / "outside"))


def test_patterns_are_a_list(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/handler.py": HANDLE})
    with pytest.raises(TypeError, match=r"include: 'app/\*' must be a list"):
        package_function("app.handler.handle", root=root, include="app/*")


def test_a_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/handler.py": HANDLE})
    (root / "app" / os.fsdecode(b"caf\xe9.txt")).touch()
    with pytest.raises(ValueError, match=r"app/caf.*\.txt' has a name that is not UTF-8"):
        package(root, "app/*.txt")


def test_a_file_that_a_distribution_has_too_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/handler.py": "import dateutil\nimport six\n" + HANDLE, "six.py": ""})
    with pytest.raises(ValueError, match=r"six\.py is a file of .* and of a distribution"):
        package(root)


def test_what_lambda_does_not_take_is_refused_and_what_it_takes_from_a_bucket_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", told.append)
    root = project(tmp_path, {"app/handler.py": HANDLE})
    model = root / "app" / "model.bin"
    for size, platform in ((51, Platform.HOST), (49, Platform.LAMBDA)):
        with model.open("wb") as file:
            file.truncate(size * 2**20)
        package_function("app.handler.handle", root=root, include=["app/*.bin"], platform=platform)
    assert told == []
    with model.open("wb") as file:
        file.truncate(51 * 2**20)
    for _ in range(2):  # also when it is there already
        package_function("app.handler.handle", root=root, include=["app/*.bin"])
    assert told == 2 * [
        "the archive of app.handler.handle has 51 MB: Lambda takes more than 50 MB only from an S3 bucket"
    ]
    with model.open("wb") as file:
        file.truncate(250 * 2**20)
    with pytest.raises(ValueError, match=r"less than 262,144,000: the largest is app/model\.bin"):
        package_function("app.handler.handle", root=root, include=["app/*.bin"])


FILE_NAMES = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(lambda name: name.strip(".") and not name.startswith("."))


@settings(deadline=None, max_examples=10)
@given(st.dictionaries(FILE_NAMES, st.binary(max_size=20), min_size=1, max_size=3))
def test_files_keep_their_names(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as folder:
        root = project(Path(folder), {"app/handler.py": HANDLE})
        (root / "data").mkdir()
        for name, content in files.items():
            (root / "data" / name).write_bytes(content)
        path = package_function("app.handler.handle", root=root, include=["data/*"])["code"].path
        with zipfile.ZipFile(path) as archive:
            packaged = {
                name.removeprefix("data/"): archive.read(name)
                for name in archive.namelist()
                if name.startswith("data/")
            }
    assert packaged == files
