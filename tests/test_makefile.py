"""`make` needs none of the machine's settings of Python, pip and uv, and heeds PYTHON=…."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKEFILE = str(ROOT / "Makefile")

# An interpreter that keeps what environment it was started with, and makes no virtual environment.
INTERPRETER = '#!/bin/sh\nenv > "$0.env"\necho "$0"\n'
# A command of pyenv where .python-version names another version, and pyenv itself.
SHIM = '#!/bin/sh\ncase ":$PYENV_VERSION:" in *:3.12.1:*) echo {found} ;; *) exit 127 ;; esac\n'
PYENV = "#!/bin/sh\nprintf '%s\\n' 2.7.18 3.11.7 3.12.1 pypy3.11-7.3.20\n"

BREAKING = {
    "PIP_REQUIRE_VIRTUALENV": "1",
    "PIP_TARGET": "/nonexistent",
    "PYTHONHOME": "/nonexistent",
    "PYTHONPATH": "/nonexistent",
    "PYTHONSAFEPATH": "1",
    "UV_NO_INDEX": "1",
    "UV_PROJECT_ENVIRONMENT": "/nonexistent",
    "UV_PYTHON": "3.8",
    "UV_WORKING_DIR": "/nonexistent",
}
MIRRORS = {
    "PIP_CONFIG_FILE": "/etc/pip.conf",
    "PIP_INDEX_URL": "https://pip.example/simple",
    "UV_DEFAULT_INDEX": "https://uv.example/simple",
    "UV_INDEX_OURS_PASSWORD": "s3cret",
}


def write_script(folder: Path, name: str, text: str) -> Path:
    script = folder / name
    script.write_text(text, "utf-8")
    script.chmod(0o755)
    return script


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs make in a folder that has lock files and nothing else."""
    (folder / "requirements-dev.txt").touch()
    return subprocess.run(
        ["make", "--file", MAKEFILE, *arguments],  # noqa: S607 - the one on the PATH
        cwd=folder,
        env={"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_commands_find_the_project_whatever_python_is_told() -> None:
    arguments = [f"VENV={sys.prefix}", f"--old-file={sys.prefix}/.installed", "ops", "ARGS=cost"]
    done = subprocess.run(
        ["make", *arguments],  # noqa: S607 - the one on the PATH
        cwd=ROOT,
        env={**os.environ, **BREAKING},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Comprehend" in done.stdout


def installed_with(folder: Path, **environment: str) -> dict[str, str]:
    """Returns the environment that `python -m venv`, pip and uv have."""
    python = write_script(folder, "interpreter", INTERPRETER)
    make(folder, f"PYTHON={python}", "ops", **environment)
    return dict(line.split("=", 1) for line in Path(f"{python}.env").read_text("utf-8").splitlines())


def test_what_leads_installers_elsewhere_is_dropped_and_mirrors_are_kept(tmp_path: Path) -> None:
    environment = installed_with(tmp_path, **BREAKING, **MIRRORS)
    assert not BREAKING.keys() & environment.keys()
    assert MIRRORS.items() <= environment.items()


def test_a_folder_of_wheels_may_be_the_only_index(tmp_path: Path) -> None:
    folder = {"UV_NO_INDEX": "1", "UV_FIND_LINKS": "/wheels"}
    assert folder.items() <= installed_with(tmp_path, **folder).items()


def test_a_version_of_pyenv_that_the_project_does_not_name_is_found(tmp_path: Path) -> None:
    found = write_script(tmp_path, "found", "#!/bin/sh\necho made with $0 $*\n")
    write_script(tmp_path, "python3.12", SHIM.format(found=found))
    write_script(tmp_path, "pyenv", PYENV)
    assert f"made with {found} -m venv" in make(tmp_path, "PYTHON=python3.12", "ops").stdout


@pytest.mark.parametrize("python", ["/bin/false", "nonexistent"])
def test_an_interpreter_that_does_not_run_is_named(tmp_path: Path, python: str) -> None:
    done = make(tmp_path, f"PYTHON={python}", "ops")
    assert done.returncode
    assert f"{python} does not run" in done.stderr


def test_an_interpreter_that_is_too_old_is_named(tmp_path: Path) -> None:
    old = write_script(
        tmp_path, "old", f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = (3, 10); $2"\n'
    )
    assert "is Python 3." in make(tmp_path, f"PYTHON={old}", "ops").stderr


@pytest.mark.parametrize(
    ("arguments", "is_new"), [([], False), (["PYTHON=python3"], False), (["PYTHON=python3.12"], True)]
)
def test_another_interpreter_replaces_the_one_that_is_installed(
    tmp_path: Path, arguments: list[str], *, is_new: bool
) -> None:
    (tmp_path / "requirements-dev.txt").touch()
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / ".installed").write_text("python3\n", "utf-8")
    done = make(tmp_path, "--dry-run", *arguments, "ops")
    assert ("-m venv --clear" in done.stdout) == is_new
