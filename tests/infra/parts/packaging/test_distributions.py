"""Distributions that provide what a function imports."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.parts.packaging.distributions import check_lock, install_distributions, select_distributions
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


PINNED = "six==1.17.0 --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274\n"


@pytest.mark.parametrize(
    "line",
    [
        *("-r base.txt", "-rbase.txt", "--requirement base.txt", "--requirement=base.txt", "-c limits.txt"),
        *(
            "-e .",
            "--editable=.",
            "--find-links wheels",
            "-f wheels",
            "--no-index",
            "--pre",
            "--require-hashes",
        ),
        *(
            "./six.whl",
            "six.whl",
            "../six",
            "file:///six.whl",
            "https://a.example/six.whl",
            "six @ file:///six",
        ),
        f"six @ https://a.example/six.whl {PINNED.partition(' ')[2]}",
        f"six==1.17.0 -r base.txt {PINNED.partition(' ')[2]}",
        f"{PINNED.strip()} -r base.txt",
        *("six", "six==1.17.0", PINNED.replace("==", ">="), PINNED.replace("1.17.0", "1.*")),
        PINNED.replace("==1.17.0", "==1.17.0,!=1.16"),
        "six==1.17.0 --hash=",
        "-r \\\n    base.txt",
        *("# note \\\n-r base.txt", f"{PINNED.strip()}  # note \\\n-r base.txt", "six \\\n# \\\n-r base.txt"),
        *("-i https://a.example -r base.txt", "-i https://a.example \\\n-r base.txt"),
    ],
)
def test_a_line_whose_change_could_go_unnoticed_is_named(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(f"{PINNED}{line}\n{PINNED}")
    with pytest.raises(ValueError, match=r"lock\.txt: `.*` is not `name==version` with hashes") as refused:
        install_distributions(lock, Platform.HOST, tmp_path / "cache")
    assert line.rsplit(maxsplit=1)[-1] in str(refused.value)
    assert not (tmp_path / "cache").exists()


NAMES = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,8}[A-Za-z0-9])?", fullmatch=True)
VERSIONS = st.from_regex(
    r"([0-9]!)?[0-9]{1,3}(\.[0-9]{1,3}){0,3}(rc[0-9])?(\.post[0-9])?(\+[a-z0-9]{1,4})?", fullmatch=True
)
EXTRAS = st.sampled_from(["", "[fast]", "[fast,safe]"])
MARKERS = st.sampled_from(
    ["", " ; python_full_version < '3.12'", " ; sys_platform == 'win32' and extra == 'x'"]
)
HASHES = st.lists(st.from_regex(r"sha256:[0-9a-f]{64}", fullmatch=True), min_size=1, max_size=3)
SPACES = st.sampled_from([" ", " \\\n    "])
ENDS = st.sampled_from(["", "  # by hand", "\n    # via\n    #   six", "\n\n# a comment"])


@st.composite
def locked(draw: st.DrawFn) -> str:
    """A line as `uv pip compile` or pip-tools write them."""
    space = draw(SPACES)
    hashes = "".join(f"{space}--hash={one}" for one in draw(HASHES))
    return f"{draw(NAMES)}{draw(EXTRAS)}=={draw(VERSIONS)}{draw(MARKERS)}{hashes}{draw(ENDS)}\n"


@given(st.lists(locked() | st.just("--index-url https://packages.example/simple\n"), max_size=5))
def test_what_tools_lock_is_taken(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        lock = Path(folder, "lock.txt")
        lock.write_text("".join(lines))
        check_lock(lock)


@given(st.text().filter(lambda text: any(line.partition("#")[0].strip() for line in text.splitlines())))
def test_any_other_text_is_refused(text: str) -> None:
    with TemporaryDirectory() as folder:
        lock = Path(folder, "lock.txt")
        lock.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="with hashes"):
            check_lock(lock)
