"""The archives of the project's own functions."""

import subprocess
import sys
import zipfile
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from functions.runtime import environment
from infra.parts.feature import _package, package_feature
from infra.parts.packaging import PYTHON_VERSION, Platform
from infra.parts.packaging.archive import _write

ROOT = Path(__file__).parents[3]

FEATURES = sorted(
    handler.parent.relative_to(ROOT / "functions").as_posix()
    for handler in ROOT.glob("functions/*/*/handler.py")
)

# Imports a handler, and makes all that it makes for its first call, where there is nothing but the archive
# and the standard library. So what it needs is asked of the handler itself, and not of who packaged it.
IN_A_CLEAN_INTERPRETER = """
import importlib, sys
archive, module = sys.argv[1:]
sys.path.append(archive)
handler = importlib.import_module(module)
assert callable(handler.handle)
made = [make() for make in vars(handler).values() if hasattr(make, "cache_info")]
assert made, "a handler keeps what it makes: in functions with @cache"
"""
ENVIRONMENT = dict.fromkeys(vars(environment), "https://localhost/") | {"AWS_REGION": "eu-west-1"}

AARCH64 = 183  # e_machine of an ELF file (https://gabi.xinuos.com/elf/02-eheader.html)


def archive_of(feature: str, platform: Platform) -> Path:
    return Path(package_feature(feature, {"function_settings": {"platform": platform}})["code"].path)


def names(feature: str, platform: Platform) -> list[str]:
    with zipfile.ZipFile(archive_of(feature, platform)) as archive:
        return archive.namelist()


@pytest.mark.parametrize("feature", FEATURES)
def test_a_handler_runs_from_its_archive_alone(feature: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive_of(feature, Platform.HOST)) as archive:
        archive.extractall(tmp_path)
    module = f"functions.{feature.replace('/', '.')}.handler"
    subprocess.run(
        [sys.executable, "-I", "-S", "-c", IN_A_CLEAN_INTERPRETER, str(tmp_path), module],
        check=True,
        env=ENVIRONMENT,
    )


@pytest.mark.parametrize("feature", FEATURES)
def test_an_archive_for_lambda_holds_the_same_code_for_arm64(feature: str) -> None:
    with zipfile.ZipFile(archive_of(feature, Platform.LAMBDA)) as archive:
        binaries = [name for name in archive.namelist() if name.endswith(".so")]
        machines = {int.from_bytes(archive.read(name)[18:20], "little") for name in binaries}
    # realtime_gateway/authorizer is pure Python; every other feature brings pydantic's core.
    assert machines == (set() if feature == "realtime_gateway/authorizer" else {AARCH64})
    assert all(f"cpython-{PYTHON_VERSION.replace('.', '')}-aarch64" in name for name in binaries)
    own_on_lambda = [name for name in names(feature, Platform.LAMBDA) if name.startswith("functions/")]
    own_on_host = [name for name in names(feature, Platform.HOST) if name.startswith("functions/")]
    assert own_on_lambda == own_on_host


@pytest.mark.parametrize("platform", Platform)
def test_an_archive_made_again_has_the_same_bytes(platform: Platform) -> None:
    first = archive_of("blog_api/posts", platform).read_bytes()
    archive_of("blog_api/posts", platform).unlink()
    _package.cache_clear()
    assert archive_of("blog_api/posts", platform).read_bytes() == first


def test_an_archive_is_made_again_only_if_something_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def write(archive: Path, content: bytes) -> None:  # other processes may write the same file
        written.append(archive)
        _write(archive, content)

    archive = archive_of("blog_api/posts", Platform.HOST)
    monkeypatch.setattr("infra.parts.packaging.archive._write", write)
    _package.cache_clear()
    archive_of("blog_api/posts", Platform.HOST)
    assert not written
    with monkeypatch.context() as changed:
        changed.setattr("infra.parts.packaging.archive._digest", lambda *_: b"something changed")
        _package.cache_clear()
        archive_of("blog_api/posts", Platform.HOST)
        assert [one.name for one in written] == [archive.name]
    _package.cache_clear()
    archive_of("blog_api/posts", Platform.HOST)


@pytest.mark.parametrize("platform", Platform)
def test_all_code_in_an_archive_has_bytecode(platform: Platform) -> None:
    archive = names("blog_api/posts", platform)
    sources = [name for name in archive if name.endswith(".py")]
    assert {cache_from_source(name) for name in sources} == {
        name for name in archive if name.endswith(".pyc")
    }


def test_an_archive_for_lambda_can_be_uploaded() -> None:
    # Bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    sizes = [archive_of(feature, Platform.LAMBDA).stat().st_size for feature in FEATURES]
    assert max(sizes) < 50 * 2**20


@pytest.mark.parametrize("platform", Platform)
def test_an_archive_holds_what_its_feature_needs_and_no_more(platform: Platform) -> None:
    archive = names("realtime_gateway/authorizer", platform)
    handlers = [
        name for name in archive if name.endswith("/handler.py") and name != "functions/web/handler.py"
    ]
    assert handlers == ["functions/realtime_gateway/authorizer/handler.py"]
    assert not [name for name in archive if name.startswith(("pydantic/", "bin/", "boto", "pulumi"))]
    assert [name for name in names("blog_api/posts", platform) if name.startswith("pydantic/")]


def test_licences_travel_with_what_they_license() -> None:
    archive = names("blog_api/posts", Platform.LAMBDA)
    licensed = {
        name.split(".dist-info")[0] for name in archive if "LICENSE" in name.upper() and ".dist-info/" in name
    }
    shipped = {name.split(".dist-info")[0] for name in archive if name.endswith(".dist-info/METADATA")}
    assert licensed == shipped
