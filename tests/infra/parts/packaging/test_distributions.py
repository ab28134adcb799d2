"""Distributions that provide what a function imports."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from infra.parts.packaging.distributions import install_distributions, select_distributions
from infra.parts.packaging.platform import Platform

LOCK = Path("lock.txt")


def install(site: Path, name: str, files: Sequence[str], metadata: Sequence[str] = ()) -> None:
    """Writes what an installer leaves of a distribution."""
    info = site / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    for file in files:
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).touch()
    lines = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *metadata]
    (info / "METADATA").write_text("\n".join(lines))
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))


def select(site: Path, package: str, platform: Platform = Platform.LAMBDA) -> list[str]:
    selected = select_distributions({package: "app/handler.py:1"}, site, LOCK, platform)
    return [distribution.name for distribution in selected]


def test_all_that_share_a_namespace_are_taken(tmp_path: Path) -> None:
    install(tmp_path, "cloud-storage", ["cloud/storage/__init__.py"])
    install(tmp_path, "cloud-tasks", ["cloud/tasks.py"])
    install(tmp_path, "other", ["other.py"])
    assert select(tmp_path, "cloud") == ["cloud-storage", "cloud-tasks"]


def test_a_module_may_be_no_python_at_all(tmp_path: Path) -> None:
    install(tmp_path, "fast", ["fast.cpython-313-aarch64-linux-gnu.so"])
    assert select(tmp_path, "fast") == ["fast"]


def test_what_an_extra_needs_is_taken_if_it_was_locked(tmp_path: Path) -> None:
    extra = ["Provides-Extra: schema", 'Requires-Dist: schema; extra == "schema"']
    install(tmp_path, "tools", ["tools.py"], extra)
    assert select(tmp_path, "tools") == ["tools"]
    install(tmp_path, "schema", ["schema.py"])
    assert select(tmp_path, "tools") == ["schema", "tools"]


def test_what_another_platform_requires_is_left_out(tmp_path: Path) -> None:
    install(tmp_path, "tools", ["tools.py"], ['Requires-Dist: winloop; sys_platform == "win32"'])
    assert select(tmp_path, "tools") == ["tools"]


def test_a_requirement_that_is_not_locked_is_named(tmp_path: Path) -> None:
    install(tmp_path, "tools", ["tools.py"], ["Requires-Dist: base"])
    with pytest.raises(LookupError, match=r"lock\.txt lacks base, which tools requires"):
        select(tmp_path, "tools")


def test_without_uv_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sysconfig.get_path", lambda _: "")
    with pytest.raises(FileNotFoundError, match="packaged with uv"):
        install_distributions(lock, Platform.HOST, tmp_path / "cache")


@pytest.mark.parametrize(
    "setting", ["UV_BUILD_CONSTRAINT", "UV_CONSTRAINT", "UV_PROJECT", "UV_WORKING_DIR", "UV_SYSTEM_PYTHON"]
)
def test_settings_of_uv_for_other_projects_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("", "utf-8")
    monkeypatch.setenv(setting, "/nonexistent")
    assert install_distributions(lock, Platform.HOST, tmp_path / "cache").is_dir()
