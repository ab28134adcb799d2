"""Dependencies of the functions: installed once per lock file, then chosen by what a function imports."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pulumi
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import NormalizedName, canonicalize_name

from infra.parts.packaging.bytecode import bytecode_of, compile_folder
from infra.parts.packaging.platform import Platform

# What an installer writes about itself. Licences and metadata stay: they belong to what is shipped.
_INSTALLER_FILES = {"RECORD", "INSTALLER", "REQUESTED", "WHEEL", "direct_url.json"}

# https://pip.pypa.io/en/stable/reference/requirements-file-format/
# uv ends a comment with its line, pip not if it ends with a backslash: such comments are refused.
_COMMENT = re.compile(r"(^|\s+)#(.*[^\\])?$")
_HASH = re.compile(r"\w+:[0-9a-f]+")
# Hashes say what is downloaded, wherever from.
_INDEX = re.compile(r"(-i|--index-url|--extra-index-url)(=|\s+)\S+")

# https://docs.astral.sh/uv/reference/environment/
_DOWNLOADS = re.compile(
    r"UV_(CACHE_DIR|(DEFAULT_|EXTRA_)?INDEX(_\w+)?|FIND_LINKS|HTTP_\w+|INSECURE_HOST|KEYRING_PROVIDER|NATIVE_TLS"
    r"|OFFLINE|SYSTEM_CERTS)"
)


def install_distributions(lock: Path | None, platform: Platform, cache: Path) -> Path:
    """Installs a lock file's distributions for a platform into a folder of their own, unless they are there.

    Args:
        lock: A requirements file with exact versions and hashes, or none for an empty folder.
        platform: Where they will run.
        cache: The folder that holds one folder per lock file and platform.

    Returns:
        The folder, as `uv pip sync --target` fills it.

    Raises:
        ValueError: The lock file has a line that is not an exact version with hashes.
        FileNotFoundError: There is no lock file, or no uv.
        subprocess.CalledProcessError: uv failed. Its own message is on standard error.
    """
    if lock is None:
        nothing = cache / platform.tag
        nothing.mkdir(parents=True, exist_ok=True)
        return nothing
    check_lock(lock)
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    site = cache / f"{platform.tag}-{digest}"
    if site.is_dir():
        return site
    pulumi.log.info(
        f"installing the functions' dependencies for {platform.tag}; this happens once per lock file"
    )
    cache.mkdir(parents=True, exist_ok=True)
    # Built aside and renamed, so that an interrupted build leaves nothing that looks complete.
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        building = Path(scratch, "site")
        building.mkdir()
        subprocess.run(  # noqa: S603 - the arguments are our own
            [
                *(_find_uv(), "pip", "sync", "--no-config", "--quiet", "--require-hashes", str(lock)),
                "--allow-empty-requirements",
                *("--target", str(building), "--python", sys.executable, *platform.uv_options),
            ],
            check=True,
            stdout=sys.stderr,
            env={name: value for name, value in os.environ.items() if _reaches_uv(name)},
        )
        compile_folder(building)
        try:
            building.rename(site)
        except OSError:
            if not site.is_dir():  # otherwise another process was first, with the same result
                raise
    return site


def check_lock(lock: Path) -> None:
    """Refuses a lock file that is not complete in itself: a change elsewhere would go unnoticed.

    Raises:
        ValueError: Names the first line that is neither an exact version with hashes nor an index.
    """
    lines = lock.read_text("utf-8", errors="replace").splitlines()
    text = "\n".join(_COMMENT.sub("", line) for line in lines).replace("\\\n", " ")
    for line in filter(None, map(str.strip, text.splitlines())):
        if not _INDEX.fullmatch(line) and not _is_pinned(line):
            raise ValueError(
                f"{os.path.relpath(lock)}: `{line}` is not `name==version` with hashes. Write all into this"
                " one file, such as by `uv pip compile --generate-hashes`"
            )


def _is_pinned(line: str) -> bool:
    requirement, *hashes = re.split(r"\s+--hash[=\s]", line)
    try:
        parsed = Requirement(requirement)
    except InvalidRequirement:
        return False
    pins = [(pin.operator, pin.version.endswith("*")) for pin in parsed.specifier]
    return pins == [("==", False)] and bool(hashes) and all(map(_HASH.fullmatch, hashes))


def _reaches_uv(variable: str) -> bool:
    """Says whether a variable is passed to uv: from where to download, but not what and how to install."""
    return not variable.startswith(("UV_", "PIP_", "PYTHON")) or bool(_DOWNLOADS.fullmatch(variable))


def _find_uv() -> str:
    """Finds uv in this environment, or else on the `PATH`."""
    places = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
    uv = shutil.which("uv", path=places)
    if uv is None:
        raise FileNotFoundError("functions are packaged with uv: install it here, or put it on the PATH")
    return uv


def provided_packages(site: Path) -> set[str]:
    """Lists the top-level packages, as they are imported, that the distributions in a folder provide."""
    return {package for one in distributions(path=[str(site)]) for package in _top_level_packages(one)}


def select_distributions(
    packages: Mapping[str, str], site: Path, lock: Path | None, platform: Platform
) -> list[Distribution]:
    """Finds the distributions that provide some packages, and all those require.

    What they need for an extra is taken as well, if the lock file has it: whoever locked it asked for it.

    Args:
        packages: Top-level package names, as they are imported, each with a place that imports it.
        site: The folder that `install_distributions` made.
        lock: The lock file that it is made of, if any.
        platform: Where they will run; it decides conditional requirements.

    Raises:
        LookupError: A package, or a requirement, is not in the lock file.
    """
    lock_name = os.path.relpath(lock) if lock else "`lock`, which was not given,"
    installed = {canonicalize_name(d.name): d for d in distributions(path=[str(site)])}
    providers = defaultdict[str, list[NormalizedName]](list)  # several, of a namespace package
    for name, distribution in installed.items():
        for package in _top_level_packages(distribution):
            providers[package].append(name)
    selected: dict[NormalizedName, Distribution] = {}
    waiting: list[NormalizedName] = []
    for package, place in packages.items():
        if package not in providers:
            raise LookupError(
                f"{place} imports {package}, which nothing in {lock_name} provides: add what does, or catch"
                " ImportError if the function can do without"
            )
        waiting += providers[package]
    while waiting:
        name = waiting.pop()
        if name in selected:
            continue
        selected[name] = installed[name]
        for requirement, is_optional in _requirements(installed[name], platform):
            if requirement in installed:
                waiting.append(requirement)
            elif not is_optional:
                raise LookupError(f"{lock_name} lacks {requirement}, which {name} requires: lock it again")
    return [selected[name] for name in sorted(selected)]


def _top_level_packages(distribution: Distribution) -> set[str]:
    code = (file for file in distribution.files or () if file.suffix in {".py", ".so", ".pyd"})
    return {file.parts[0].partition(".")[0] for file in code}


def _requirements(distribution: Distribution, platform: Platform) -> Iterator[tuple[NormalizedName, bool]]:
    """Yields what a distribution requires on a platform, each with whether only its extras do."""
    extras = distribution.metadata.get_all("Provides-Extra") or []
    for requirement in map(Requirement, distribution.requires or ()):
        environments = [{**platform.marker_environment, "extra": extra} for extra in ["", *extras]]
        required = [not requirement.marker or requirement.marker.evaluate(one) for one in environments]
        if any(required):
            yield canonicalize_name(requirement.name), not required[0]


def distribution_files(distribution: Distribution, site: Path) -> Iterator[Path]:
    """Yields the files to ship, relative to `site`: without scripts and what the installer noted."""
    for file in distribution.files or ():
        path = Path(file)
        if path.parts[0] in {"..", "bin"} or path.name in _INSTALLER_FILES:
            continue
        yield path
        if path.suffix == ".py" and (site / bytecode_of(path)).is_file():
            yield bytecode_of(path)
