"""Archives of the functions of any project."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

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
    "app.handler.handle", root=here, lock=here / "lock.txt", cache=here / "cache", platform=Platform.HOST
)
"""
CALL = "from app.handler import handle; print(handle({}, None))"


def project(root: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return root


def package(root: Path, *include: str) -> FunctionCode:
    # The example's cache, for it has the same lock file.
    return package_function(
        "app.handler.handle",
        root=root,
        lock=LOCK,
        cache=EXAMPLE / ".build",
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
    packaged = package(root, "app/*.txt", "app/more/*.txt")
    assert call(packaged["code"].path, tmp_path / "unpacked") == "['a.txt', 'more/b.txt']"
    assert not (tmp_path / "unpacked" / "app" / "more" / ".env").exists()
    with pytest.raises(FileNotFoundError, match=r"no file in .* matches 'app/\*\.json'"):
        package(root, "app/*.json")


def test_a_package_that_is_not_locked_is_named_with_who_imports_it_and_the_project_s_lock_file(
    tmp_path: Path,
) -> None:
    root = project(tmp_path, {"app/handler.py": "import json\nimport requests\n"})
    lock = re.escape("examples/fraud_check/fraud_check/requirements.txt")
    with pytest.raises(LookupError, match=rf"app/handler\.py:2 imports requests, which nothing in .*{lock}"):
        package(root)


def test_an_archive_is_made_again_when_a_file_gets_another_name(tmp_path: Path) -> None:
    root = project(tmp_path, {"app/handler.py": "", "app/a.txt": "same"})
    before = Path(package(root, "app/*.txt")["code"].path).read_bytes()
    (root / "app" / "a.txt").rename(root / "app" / "b.txt")
    assert Path(package(root, "app/*.txt")["code"].path).read_bytes() != before


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
    six = re.findall(r"^six==.*?(?=^\S|\Z)", LOCK.read_text(), re.DOTALL | re.MULTILINE)
    root = project(tmp_path / "source", {"app/handler.py": source, "lock.txt": "".join(six)})
    subprocess.run([python, "-c", PACKAGE], check=True, cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT)})
    [archive] = root.glob("cache/host/*.zip")
    assert call(archive, tmp_path / "unpacked") == "six"


def test_a_project_needs_no_distributions(tmp_path: Path) -> None:
    source = "def handle(event, context):\n    return 'alone'\n"
    root = project(tmp_path / "source", {"app/handler.py": source, "lock.txt": ""})
    packaged = package_function(
        "app.handler.handle",
        root=root,
        lock=root / "lock.txt",
        cache=tmp_path / "cache",
        platform=Platform.LAMBDA,
    )
    assert call(packaged["code"].path, tmp_path / "unpacked") == "alone"


def test_neither_order_nor_time_nor_mode_shows_in_an_archive(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for path in (one, other):
        path.write_text("the same")
    other.chmod(0o755)
    os.utime(other, (0, 0))
    stored = zipfile.ZIP_STORED
    assert zip_files({"a": one, "b": other}, stored) == zip_files({"b": one, "a": other}, stored)
